using System.Net;
using System.Text.Json;
using NovaFence.Core.Power;

namespace NovaFence.Power.Redfish;

/// <summary>What came of one request to a BMC.</summary>
internal abstract record RedfishReply
{
    private RedfishReply()
    {
    }

    /// <summary>It did what it was asked.</summary>
    /// <param name="Body">The JSON; undefined where none was asked for.</param>
    internal sealed record Ok(JsonElement Body) : RedfishReply
    {
        /// <summary>The token of a session that was opened.</summary>
        internal string? Token { get; init; }

        /// <summary>Where what was made is.</summary>
        internal string? Location { get; init; }
    }

    /// <summary>It did not.</summary>
    /// <param name="Reading">What that says of the machine's power.</param>
    /// <param name="Why">A few words without address and credentials.</param>
    /// <param name="Status">The status; null where there was no answer.</param>
    internal sealed record Failed(PowerReading Reading, string Why, HttpStatusCode? Status = null) : RedfishReply
    {
        /// <summary>What it said with it, where something was to be done; undefined where nothing.</summary>
        internal JsonElement Said { get; init; }
    }

    /// <summary>What a status other than success says.</summary>
    internal static Failed Of(HttpStatusCode status) => new(
        status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => PowerReading.Refused,
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => PowerReading.Redirected,
            _ => PowerReading.Busy,
        },
        status switch
        {
            HttpStatusCode.Unauthorized => "it refused the credentials (401)",
            HttpStatusCode.Forbidden => "the account may not read it (403)",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => FormattableString.Invariant($"it answered {(int)status}, a redirect, which is not followed"),
            _ => FormattableString.Invariant($"it answered {(int)status}"),
        },
        status);
}

using System.Text.Json.Serialization;
using NovaFence.Core.Cloud;

namespace NovaFence.Core.Hosts;

/// <summary>What Nova said of a host's compute service in the last listing that was had.</summary>
/// <param name="State">Nova's <c>state</c>: <c>up</c>, <c>down</c>, or <c>unknown</c> where its cell does not answer.</param>
/// <param name="ForcedDown">Nova's <c>forced_down</c>; null where the row leaves it out.</param>
/// <param name="Disabled">Whether Nova's <c>status</c> is <c>disabled</c>; null where the row leaves it out.</param>
/// <param name="DisabledReason">Nova's <c>disabled_reason</c>.</param>
/// <param name="UpdatedAt">When the service last reported or was last written to, UTC, by the cloud's clock.</param>
/// <param name="ReportAgeS">How old that was when it was listed, in seconds, by the cloud's clock; null where it is not known.</param>
/// <param name="ListedAt">When the listing was had, UTC, by our clock: by so much all of this is old.</param>
public sealed record NovaView(
    [property: JsonConverter(typeof(JsonStringEnumConverter<ServiceState>))] ServiceState State,
    bool? ForcedDown,
    bool? Disabled,
    string? DisabledReason,
    DateTimeOffset? UpdatedAt,
    long? ReportAgeS,
    DateTimeOffset ListedAt)
{
    /// <summary>The host in this listing; null where Nova did not list it, or nothing was listed yet. Of several rows the one that was written last.</summary>
    internal static NovaView? Of(string host, Fleet fleet) => fleet.IsListed && fleet.LastReported(host) is { } row
        ? new NovaView(row.State, row.ForcedDown, row.Disabled, row.DisabledReason, row.UpdatedAt, (long?)fleet.AgeOf(row)?.TotalSeconds, fleet.EndedAt)
        : null;
}

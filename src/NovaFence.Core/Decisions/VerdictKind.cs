using System.Text.Json.Serialization;

namespace NovaFence.Core.Decisions;

/// <summary>What was decided about an alert, in the words of the answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    /// <summary>Nothing is to be done about it; the reason says why.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,

    /// <summary>The host is, or is being, forced down because of it.</summary>
    [JsonStringEnumMemberName("force-down")]
    ForceDown,

    /// <summary>The host is, or is being, unset because of it.</summary>
    [JsonStringEnumMemberName("unset")]
    Unset,

    /// <summary>Refused for now: it waits for a person, or for a later event.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>It would have been acted on, but NovaFence only observes.</summary>
    [JsonStringEnumMemberName("observed")]
    Observed,

    /// <summary>It was to be acted on, and Nova or the ledger failed or refused.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

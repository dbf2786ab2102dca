using System.Text.Json.Serialization;

namespace NovaFence.Core.Decisions;

/// <summary>What was decided about an alert, in the words of the answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    /// <summary>Nothing is to be done about it; the reason says why.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,

    /// <summary>The host is forced down because of it: Nova has confirmed it.</summary>
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

    /// <summary>Nothing was recorded: the sender has to deliver again, or, of a command, it cannot be done at all.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Taken into the ledger, and NovaFence finishes it by itself; the reason says what it waits for.</summary>
    [JsonStringEnumMemberName("recorded")]
    Recorded,
}

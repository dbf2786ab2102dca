using System.Text.Json.Serialization;

namespace NovaFence.Core.Decisions;

/// <summary>Where a host stands in the record: <c>clear → forcing down → down → releasing → (awaiting restart | awaiting heartbeat) → clear</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HostState>))]
public enum HostState
{
    /// <summary>NovaFence holds nothing on it.</summary>
    [JsonStringEnumMemberName("clear")]
    Clear,

    /// <summary>The intent to force it down is written; Nova has not confirmed it yet.</summary>
    [JsonStringEnumMemberName("forcing_down")]
    ForcingDown,

    /// <summary>Nova confirmed <c>forced_down</c>.</summary>
    [JsonStringEnumMemberName("down")]
    Down,

    /// <summary>The intent to unset it is written; Nova has not confirmed it yet.</summary>
    [JsonStringEnumMemberName("releasing")]
    Releasing,

    /// <summary>Nova refuses the unset until nova-compute there is restarted, because of <c>done</c> evacuations.</summary>
    [JsonStringEnumMemberName("awaiting_restart")]
    AwaitingRestart,

    /// <summary>Resolved, but nova-compute has not been seen to report yet.</summary>
    [JsonStringEnumMemberName("awaiting_heartbeat")]
    AwaitingHeartbeat,
}

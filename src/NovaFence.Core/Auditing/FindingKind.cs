using System.Text.Json.Serialization;

namespace NovaFence.Core.Auditing;

/// <summary>What the audit says of one host.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>The record and Nova agree.</summary>
    [JsonStringEnumMemberName("in sync")]
    InSync,

    /// <summary>An intent without an outcome; the audit finishes it, or somebody is at it right now.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,

    /// <summary>Ours, but Nova says it is not forced down: somebody else unset it. Reported, not fought.</summary>
    [JsonStringEnumMemberName("cleared elsewhere")]
    ClearedElsewhere,

    /// <summary>Forced down in Nova, but not by NovaFence. Reported, not touched.</summary>
    [JsonStringEnumMemberName("foreign")]
    Foreign,

    /// <summary>Nova refuses the unset until nova-compute there is restarted.</summary>
    [JsonStringEnumMemberName("awaiting restart")]
    AwaitingRestart,

    /// <summary>Resolved; it is unset once nova-compute there is seen to report again.</summary>
    [JsonStringEnumMemberName("awaiting heartbeat")]
    AwaitingHeartbeat,

    /// <summary>It has waited for nova-compute for too long.</summary>
    [JsonStringEnumMemberName("overdue")]
    Overdue,

    /// <summary>It is down, and its alerts have not been repeated for too long.</summary>
    [JsonStringEnumMemberName("silent")]
    Silent,

    /// <summary>An alert wants it down, and waits for a person.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>The watchdog has not been heard for too long: of no host.</summary>
    [JsonStringEnumMemberName("monitoring silent")]
    MonitoringSilent,

    /// <summary>The audit could not be carried out, of no host. Only sent to an Alertmanager; a report says it as its failure.</summary>
    [JsonStringEnumMemberName("audit failed")]
    AuditFailed,

    /// <summary>There is a record, but Nova does not list the service.</summary>
    [JsonStringEnumMemberName("gone")]
    Gone,

    /// <summary>Its cell does not answer: neither up nor cleared, and nothing is concluded.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

using System.Text.Json.Serialization;

namespace NovaFence.Core.Audit;

/// <summary>What the audit says of one host. Each kind has an entry in <c>docs/audit.md</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>The record and Nova agree.</summary>
    [JsonStringEnumMemberName("in sync")]
    InSync,

    /// <summary>Something was begun and is not finished: it is tried again, or somebody is at it right now.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,

    /// <summary>An alert of it fires, and another hand, or an operator through NovaFence, has it up. Reported, not fought.</summary>
    [JsonStringEnumMemberName("fires while up")]
    FiresWhileUp,

    /// <summary>Forced down in Nova, but not by NovaFence. Reported, not touched.</summary>
    [JsonStringEnumMemberName("foreign")]
    Foreign,

    /// <summary>Nova refuses the unset until nova-compute there is restarted.</summary>
    [JsonStringEnumMemberName("awaiting restart")]
    AwaitingRestart,

    /// <summary>Resolved; it is unset once nova-compute there is seen to report again.</summary>
    [JsonStringEnumMemberName("awaiting heartbeat")]
    AwaitingHeartbeat,

    /// <summary>Only an operator says what becomes of it.</summary>
    [JsonStringEnumMemberName("awaiting operator")]
    AwaitingOperator,

    /// <summary>What repeats has long ended, and what is told once still stands.</summary>
    [JsonStringEnumMemberName("awaiting resolved")]
    AwaitingResolved,

    /// <summary>It has waited for nova-compute for too long.</summary>
    [JsonStringEnumMemberName("overdue")]
    Overdue,

    /// <summary>It is down, and its alerts have not been repeated for too long.</summary>
    [JsonStringEnumMemberName("stale")]
    Stale,

    /// <summary>It is down, its alert fires, and nova-compute there reports.</summary>
    [JsonStringEnumMemberName("contradicted")]
    Contradicted,

    /// <summary>It was proven off and forced down, and its machine runs while its alert fires or an evacuation from it is unfinished.</summary>
    [JsonStringEnumMemberName("powered on")]
    PoweredOn,

    /// <summary>It is up and still disabled with NovaFence's reason.</summary>
    [JsonStringEnumMemberName("left disabled")]
    LeftDisabled,

    /// <summary>An alert wants it down, and waits.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>The watchdog has not been heard for too long: of no host.</summary>
    [JsonStringEnumMemberName("monitoring silent")]
    MonitoringSilent,

    /// <summary>Our clock and the cloud's are too far apart: of no host.</summary>
    [JsonStringEnumMemberName("clocks disagree")]
    ClocksDisagree,

    /// <summary>No place is left in the budget, so that the next alert is held: of no host.</summary>
    [JsonStringEnumMemberName("no place left")]
    NoPlaceLeft,

    /// <summary>The budget and the records do not say the same: of no host.</summary>
    [JsonStringEnumMemberName("ledger inconsistent")]
    LedgerInconsistent,

    /// <summary>A receiver of notifications is not told any more, of no host.</summary>
    [JsonStringEnumMemberName("notifications parked")]
    NotificationsParked,

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

namespace NovaFence.Core.Decisions;

/// <summary>Every reason a verdict can have.</summary>
public enum Reason
{
    /// <summary>No route takes this receiver and these labels.</summary>
    NoRoute,

    /// <summary>It is the watchdog, which says that the monitoring is alive, and of no host.</summary>
    Watchdog,

    /// <summary>It is one of NovaFence's own findings, come back.</summary>
    OwnFinding,

    /// <summary>The event is further ahead of our clock than is believable.</summary>
    FromTheFuture,

    /// <summary>The event tells of a moment too long ago.</summary>
    Stale,

    /// <summary>The alert names no compute host of Nova's.</summary>
    UnknownHost,

    /// <summary>The alert's name means several compute hosts.</summary>
    AmbiguousHost,

    /// <summary>A newer event of the same alert was taken before.</summary>
    Superseded,

    /// <summary>An operator unset the host after this event.</summary>
    Overruled,

    /// <summary>The host is down already.</summary>
    AlreadyDown,

    /// <summary>The host is up already.</summary>
    AlreadyUp,

    /// <summary>It is forced down, but not by NovaFence.</summary>
    ForcedDownElsewhere,

    /// <summary>NovaFence forced it down and somebody else unset it.</summary>
    ClearedElsewhere,

    /// <summary>An instance acts on the host at this moment; what was delivered is recorded and it will see it.</summary>
    InProgress,

    /// <summary>More alerts of one host than a record keeps.</summary>
    TooManyAlerts,

    /// <summary>An operator paused NovaFence, or left this host to its maintenance.</summary>
    Paused,

    /// <summary>The watchdog has not been heard for too long, and what that receiver says is not believed meanwhile.</summary>
    MonitoringSilent,

    /// <summary>So many hosts alert that something else is likelier to be broken.</summary>
    Storm,

    /// <summary>NovaFence only observes.</summary>
    ObserveOnly,

    /// <summary>The route's fencing evidence is missing.</summary>
    NoEvidence,

    /// <summary>As many hosts are down or going down as may be.</summary>
    Budget,

    /// <summary>Force it down.</summary>
    HostDown,

    /// <summary>Another alert still holds it down.</summary>
    AnotherAlertFires,

    /// <summary>An operator forced it down.</summary>
    NotOurs,

    /// <summary>The route releases by an operator only.</summary>
    ReleasedManually,

    /// <summary>Unset it.</summary>
    LastAlertResolved,

    /// <summary>An operator says so.</summary>
    OperatorsWord,

    /// <summary>Somebody unset it while its alert fires, and the audit forces it down again.</summary>
    Reasserted,

    /// <summary>The audit finishes what was left.</summary>
    Unfinished,

    /// <summary>Resolved, and unset once nova-compute is seen to report again.</summary>
    AwaitingHeartbeat,

    /// <summary>Nova waits for a restart of nova-compute.</summary>
    AwaitingRestart,

    /// <summary>Nova's policy does not allow it.</summary>
    NotPermitted,

    /// <summary>Nova refused.</summary>
    Refused,

    /// <summary>Nova or Keystone did not answer.</summary>
    NovaUnavailable,

    /// <summary>The ledger did not answer, so nothing was done.</summary>
    LedgerUnavailable,

    /// <summary>The sender's patience ran out before it could be done.</summary>
    OutOfTime,
}

namespace NovaFence.Core.Decisions;

/// <summary>Every reason a verdict can have. Each has a title and an entry in <c>docs/workflow.md</c>.</summary>
public enum Reason
{
    /// <summary>No route takes this receiver and these labels.</summary>
    NoRoute,

    /// <summary>It is the watchdog, which says that the monitoring is alive, and of no host.</summary>
    Watchdog,

    /// <summary>It is one of NovaFence's own findings, come back.</summary>
    OwnFinding,

    /// <summary>It fires because its rule found no data or could not be evaluated, which says nothing of the host.</summary>
    NoData,

    /// <summary>It is no alert: an event that neither fires nor resolves.</summary>
    NotAnAlert,

    /// <summary>It is authentic and could not be understood.</summary>
    Unreadable,

    /// <summary>The event of a moment sender is further ahead of our clock than is believable.</summary>
    FromTheFuture,

    /// <summary>The event tells of a moment too long ago.</summary>
    TooOld,

    /// <summary>The alert names no compute host of Nova's.</summary>
    UnknownHost,

    /// <summary>The alert's name means several compute hosts, or Nova lists several services of that host.</summary>
    AmbiguousHost,

    /// <summary>The alert is known of one host, and its newest event names another.</summary>
    NamesAnotherHost,

    /// <summary>A newer event of the same alert was taken before.</summary>
    Superseded,

    /// <summary>It fires again within the settle window after its resolved, and is perhaps an echo.</summary>
    Pending,

    /// <summary>An operator unset the host while this period of the alert ran.</summary>
    Overruled,

    /// <summary>More alerts of one host than a record keeps.</summary>
    LedgerFull,

    /// <summary>The host is down already.</summary>
    AlreadyDown,

    /// <summary>The host is up already.</summary>
    AlreadyUp,

    /// <summary>An instance acts on the host at this moment; what was delivered is recorded and is finished by it, or when its lease ends.</summary>
    InProgress,

    /// <summary>The route's fencing evidence is missing.</summary>
    NoEvidence,

    /// <summary>The BMC has not said twice yet that the machine is off; it is asked again.</summary>
    CheckingPower,

    /// <summary>The BMC says that the machine runs, is being switched on, or is paused.</summary>
    PowerOn,

    /// <summary>The machine is being switched off by NovaFence; its host is forced down when its BMC has said twice that it is off.</summary>
    SwitchingOff,

    /// <summary>The machine runs although NovaFence told its BMC to switch it off, or the BMC would not; it is not told again for a while.</summary>
    NotSwitchedOff,

    /// <summary>The BMC says that the machine is being switched off: it still runs.</summary>
    GoingOff,

    /// <summary>The BMC says nothing of the machine's state.</summary>
    PowerUnknown,

    /// <summary>Another machine than the expected one answers, or none or several do.</summary>
    WrongMachine,

    /// <summary>The BMC refused NovaFence's credentials.</summary>
    PowerRefused,

    /// <summary>The BMC's certificate is not the one that is trusted.</summary>
    PowerNotTrusted,

    /// <summary>The BMC sent NovaFence elsewhere.</summary>
    PowerRedirected,

    /// <summary>The BMC is busy, or answered with an error.</summary>
    PowerBusy,

    /// <summary>The BMC did not answer.</summary>
    PowerUnreachable,

    /// <summary>No BMC is configured for the host.</summary>
    PowerNotConfigured,

    /// <summary>An operator paused NovaFence, or left this host to its maintenance.</summary>
    Paused,

    /// <summary>The watchdog has not been heard for too long, and what that receiver says is not believed meanwhile.</summary>
    MonitoringSilent,

    /// <summary>Nova has it forced down already, and not by NovaFence.</summary>
    Foreign,

    /// <summary>Nova says that nova-compute there has just reported.</summary>
    Contradicted,

    /// <summary>Another hand raised the host while its alert fires.</summary>
    FiresWhileUp,

    /// <summary>So many hosts alert that something else is likelier to be broken.</summary>
    Storm,

    /// <summary>As many hosts are down or going down as may be.</summary>
    Budget,

    /// <summary>As many hosts were forced down within the hour as may be.</summary>
    Rate,

    /// <summary>This host was forced down within the hour as often as may be.</summary>
    Flapping,

    /// <summary>NovaFence only observes.</summary>
    ObserveOnly,

    /// <summary>Force it down.</summary>
    HostDown,

    /// <summary>Force down what was held before, now that its reason has passed.</summary>
    LateForceDown,

    /// <summary>Another alert still holds it down.</summary>
    AnotherAlertFires,

    /// <summary>An operator forced it down.</summary>
    NotOurs,

    /// <summary>The route releases by an operator only, or nobody saw the host free before it was forced down.</summary>
    ReleasedManually,

    /// <summary>Resolved, and not for long enough yet.</summary>
    Settling,

    /// <summary>Unset it.</summary>
    LastAlertResolved,

    /// <summary>An operator says so.</summary>
    OperatorsWord,

    /// <summary>An operator says so, and something stands against it that the operator has to confirm.</summary>
    AwaitingOperator,

    /// <summary>An operator's command was given for what the host was before something changed.</summary>
    ChangedSince,

    /// <summary>Another hand raised it while its alert fires, and the audit forces it down again.</summary>
    Reasserted,

    /// <summary>What was begun is finished.</summary>
    Unfinished,

    /// <summary>Resolved, and unset once nova-compute is seen to report again.</summary>
    AwaitingHeartbeat,

    /// <summary>An evacuation from the host is in flight, or whether one is could not be told.</summary>
    Evacuating,

    /// <summary>Nova waits for a restart of nova-compute.</summary>
    AwaitingRestart,

    /// <summary>Nova does not list the service.</summary>
    Gone,

    /// <summary>Nova's policy does not allow it.</summary>
    NotPermitted,

    /// <summary>Nova refused.</summary>
    Refused,

    /// <summary>Nova or Keystone did not answer.</summary>
    NovaUnavailable,

    /// <summary>The ledger did not answer, so nothing was done.</summary>
    LedgerUnavailable,

    /// <summary>The ledger is that of another cloud, so nothing was done.</summary>
    OtherCloud,

    /// <summary>The sender's time ran out before anything was recorded.</summary>
    OutOfTime,
}

namespace NovaFence.Core.Decisions;

/// <summary>The title each reason has in answers, in the record and in <c>docs/workflow.md</c>.</summary>
public static class ReasonText
{
    /// <summary>The title.</summary>
    public static string Title(this Reason reason) => reason switch
    {
        Reason.NoRoute => "no route",
        Reason.Watchdog => "watchdog",
        Reason.OwnFinding => "own finding",
        Reason.FromTheFuture => "from the future",
        Reason.Stale => "stale",
        Reason.UnknownHost => "unknown host",
        Reason.AmbiguousHost => "ambiguous host",
        Reason.Superseded => "superseded",
        Reason.Overruled => "overruled by an operator",
        Reason.AlreadyDown => "already down",
        Reason.AlreadyUp => "already up",
        Reason.ForcedDownElsewhere => "forced down elsewhere",
        Reason.ClearedElsewhere => "cleared elsewhere",
        Reason.InProgress => "in progress",
        Reason.TooManyAlerts => "too many alerts",
        Reason.Paused => "paused",
        Reason.MonitoringSilent => "monitoring silent",
        Reason.Storm => "storm",
        Reason.ObserveOnly => "observe only",
        Reason.NoEvidence => "no evidence",
        Reason.Budget => "budget",
        Reason.HostDown => "forced down",
        Reason.AnotherAlertFires => "another alert still fires",
        Reason.NotOurs => "not ours",
        Reason.ReleasedManually => "released manually",
        Reason.LastAlertResolved => "last alert resolved",
        Reason.OperatorsWord => "operator's word",
        Reason.Reasserted => "reasserted",
        Reason.Unfinished => "unfinished",
        Reason.AwaitingHeartbeat => "awaiting heartbeat",
        Reason.AwaitingRestart => "awaiting restart",
        Reason.NotPermitted => "not permitted",
        Reason.Refused => "refused",
        Reason.NovaUnavailable => "nova unavailable",
        Reason.LedgerUnavailable => "ledger unavailable",
        Reason.OutOfTime => "out of time",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without a title"),
    };
}

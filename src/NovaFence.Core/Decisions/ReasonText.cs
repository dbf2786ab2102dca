namespace NovaFence.Core.Decisions;

/// <summary>The title each reason has in answers, in the record and in <c>docs/workflow.md</c>.</summary>
public static class ReasonText
{
    private static readonly Dictionary<string, Reason> ByTitle = Enum.GetValues<Reason>().ToDictionary(Title, StringComparer.Ordinal);

    /// <summary>The title.</summary>
    public static string Title(this Reason reason) => reason switch
    {
        Reason.NoRoute => "no route",
        Reason.Watchdog => "watchdog",
        Reason.OwnFinding => "own finding",
        Reason.NoData => "no data",
        Reason.NotAnAlert => "not an alert",
        Reason.Unreadable => "unreadable",
        Reason.FromTheFuture => "from the future",
        Reason.TooOld => "too old",
        Reason.UnknownHost => "unknown host",
        Reason.AmbiguousHost => "ambiguous host",
        Reason.NamesAnotherHost => "names another host",
        Reason.Superseded => "superseded",
        Reason.Pending => "pending",
        Reason.Overruled => "overruled",
        Reason.LedgerFull => "ledger full",
        Reason.AlreadyDown => "already down",
        Reason.AlreadyUp => "already up",
        Reason.InProgress => "in progress",
        Reason.NoEvidence => "no evidence",
        Reason.CheckingPower => "checking power",
        Reason.PowerOn => "power on",
        Reason.GoingOff => "going off",
        Reason.PowerUnknown => "power unknown",
        Reason.WrongMachine => "wrong machine",
        Reason.PowerRefused => "bmc refused",
        Reason.PowerNotTrusted => "bmc not trusted",
        Reason.PowerRedirected => "bmc redirected",
        Reason.PowerBusy => "bmc busy",
        Reason.PowerUnreachable => "bmc unreachable",
        Reason.PowerNotConfigured => "bmc not configured",
        Reason.Paused => "paused",
        Reason.MonitoringSilent => "monitoring silent",
        Reason.Foreign => "foreign",
        Reason.Contradicted => "contradicted",
        Reason.FiresWhileUp => "fires while up",
        Reason.Storm => "storm",
        Reason.Budget => "budget",
        Reason.Rate => "rate",
        Reason.Flapping => "flapping",
        Reason.ObserveOnly => "observe only",
        Reason.HostDown => "forced down",
        Reason.LateForceDown => "late force-down",
        Reason.AnotherAlertFires => "another alert still fires",
        Reason.NotOurs => "not ours",
        Reason.ReleasedManually => "released manually",
        Reason.Settling => "settling",
        Reason.LastAlertResolved => "last alert resolved",
        Reason.OperatorsWord => "operator's word",
        Reason.AwaitingOperator => "awaiting operator",
        Reason.ChangedSince => "changed since",
        Reason.Reasserted => "reasserted",
        Reason.Unfinished => "unfinished",
        Reason.AwaitingHeartbeat => "awaiting heartbeat",
        Reason.Evacuating => "evacuation in flight",
        Reason.AwaitingRestart => "awaiting restart",
        Reason.Gone => "gone",
        Reason.NotPermitted => "not permitted",
        Reason.Refused => "refused",
        Reason.NovaUnavailable => "nova unavailable",
        Reason.LedgerUnavailable => "ledger unavailable",
        Reason.OtherCloud => "ledger of another cloud",
        Reason.OutOfTime => "out of time",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without a title"),
    };

    /// <summary>The reason of this title; null for one that this version does not have.</summary>
    public static Reason? Named(string title) => ByTitle.TryGetValue(title, out var reason) ? reason : null;
}

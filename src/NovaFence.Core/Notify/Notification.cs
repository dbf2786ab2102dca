using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Notify;

/// <summary>What is told.</summary>
public enum NotificationKind
{
    /// <summary>Nova confirmed that the host is forced down, or a look showed it so.</summary>
    ForcedDown,

    /// <summary>Nova confirmed that the host is up again, or a look showed it so.</summary>
    Unset,

    /// <summary>A force-down was refused and waits.</summary>
    Held,

    /// <summary>An audit found what a person is needed for, and the one before did not.</summary>
    FindingOpened,

    /// <summary>An audit no longer found what a person was needed for.</summary>
    FindingClosed,
}

/// <summary>One thing that receivers are told, made of one event of the ledger: the same in each attempt, on each instance.</summary>
public sealed record Notification
{
    /// <summary>Unique over all notifications of a ledger, and the same in each attempt.</summary>
    public required string Id { get; init; }

    /// <summary>What happened.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The host in Nova's spelling, or the name that an alert gave; null where it is of no host.</summary>
    public string? Host { get; init; }

    /// <summary>Where the host's record stands; null where there is none.</summary>
    public HostState? State { get; init; }

    /// <summary>The title of the reason, as <c>docs/workflow.md</c> has it; null where a finding has none.</summary>
    public string? Reason { get; init; }

    /// <summary>Title and facts, or what a person is to do about a finding; without secrets.</summary>
    public string Text { get; init; } = "";

    /// <summary>The alert's receiver; null where no alert led to it.</summary>
    public string? Receiver { get; init; }

    /// <summary>The alert's fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The alert's name.</summary>
    public string? AlertName { get; init; }

    /// <summary>Where its sender shows the alert.</summary>
    public string? AlertLink { get; init; }

    /// <summary>The kind of finding, as <c>docs/audit.md</c> has it; null where it is none.</summary>
    public string? Finding { get; init; }

    /// <summary>How grave a finding is: <c>critical</c>, <c>warning</c> or <c>info</c>.</summary>
    public string? Severity { get; init; }

    /// <summary>Since when a finding stands, UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    internal static Notification Of(string id, NotificationKind kind, DecisionEvent.SeenFinding finding, DateTimeOffset at) => new()
    {
        Id = id,
        Kind = kind,
        At = at,
        Host = finding.Host == DecisionEvent.NoHost ? null : finding.Host,
        State = finding.Host == DecisionEvent.NoHost ? null : finding.State,
        Reason = finding.Reason,
        Text = finding.ToDo,
        Finding = finding.Kind,
        Severity = finding.Severity,
        Since = finding.Since,
    };
}

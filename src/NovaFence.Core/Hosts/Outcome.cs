using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>What became of one alert, or of one operator's command.</summary>
public sealed record Outcome
{
    /// <summary>The alert's fingerprint; empty for an operator's command.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The host in Nova's spelling; what the alert named where Nova knows no such host; null where it named none.</summary>
    public string? Host { get; init; }

    /// <summary>What was decided, and why.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Where the host stands now; null where there is no record of it.</summary>
    public HostState? State { get; init; }

    /// <summary>From taking the alert to this outcome.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether it says something else of the alert than was known, or nothing was.</summary>
    internal bool IsNews { get; init; }

    /// <summary>True when nothing was recorded and that may pass: the sender is asked to deliver again.</summary>
    public bool MayPass => Verdict is { Kind: VerdictKind.Failed, Reason: Reason.NovaUnavailable or Reason.NotPermitted or Reason.LedgerUnavailable or Reason.OutOfTime or Reason.OtherCloud };
}

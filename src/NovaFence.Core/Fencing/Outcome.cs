using NovaFence.Core.Decisions;

namespace NovaFence.Core.Fencing;

/// <summary>What became of one alert, or of one operator's command.</summary>
public sealed record Outcome
{
    /// <summary>The alert's fingerprint; empty for an operator's command.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The host in Nova's spelling; what the alert named where Nova knows no such host; null where it named none.</summary>
    public string? Host { get; init; }

    /// <summary>What was decided.</summary>
    public required VerdictKind Verdict { get; init; }

    /// <summary>Why: a title of <c>docs/workflow.md</c>, a colon, and the facts. Without secrets.</summary>
    public required string Reason { get; init; }

    /// <summary>Where the host stands now; null where there is no record of it.</summary>
    public FenceState? State { get; init; }

    /// <summary>From taking the alert to this outcome.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>True when something stood in the way that may pass: the sender is asked to deliver again.</summary>
    public bool MayPass { get; init; }
}

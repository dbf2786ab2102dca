namespace NovaFence.Core.Audit;

/// <summary>What the ledger keeps of the last audit beside its findings, which may take several rows.</summary>
internal sealed record AuditSummary
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>When it ended.</summary>
    internal DateTimeOffset EndedAt => At + TimeSpan.FromMilliseconds(ElapsedMs);

    /// <summary>How many compute services Nova listed.</summary>
    public int Services { get; init; }

    /// <summary>Why it could not be carried out; null when it was. The findings are then those of the last one that was.</summary>
    public string? Failure { get; init; }

    /// <summary>Since when none could be.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When the last one began that could be carried out; null where none has, or an earlier version wrote the row.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>When what is too old was last removed.</summary>
    public DateTimeOffset? TidiedAt { get; init; }
}

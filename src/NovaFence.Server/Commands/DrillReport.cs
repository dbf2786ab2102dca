namespace NovaFence.Server.Commands;

/// <summary>What came of a drill.</summary>
internal sealed record DrillReport
{
    /// <summary>The host.</summary>
    public required string Host { get; init; }

    /// <summary>When the drill began, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The alert that would have forced the host down; null where none came.</summary>
    public string? Alert { get; init; }

    /// <summary>When it began, by its sender's clock, UTC.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>When it was received, UTC.</summary>
    public DateTimeOffset? Received { get; init; }

    /// <summary>When the listing was had that it was decided by, UTC.</summary>
    public DateTimeOffset? Looked { get; init; }

    /// <summary>When it was decided, UTC: at once after it Nova would have been told.</summary>
    public DateTimeOffset? Decided { get; init; }

    /// <summary>What was decided, with its facts.</summary>
    public string? Reason { get; init; }

    /// <summary>What was missing; empty where an alert would have forced the host down.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Whether the host itself stopped reporting: then it was no rehearsal any more.</summary>
    public bool BecameReal { get; init; }
}

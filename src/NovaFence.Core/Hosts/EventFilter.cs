using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>Which events are asked for.</summary>
/// <param name="Limit">How many, newest first; 1 or more.</param>
public sealed record EventFilter(int Limit)
{
    /// <summary>Of this host alone, resolved as an operator's command does; null for the whole fleet, and what is of no host.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// Only of hosts of which the ledger has a record or a pause, of names that wait, and of no host: on a large fleet that is quick, because nothing is read of those that never
    /// alerted. Default false.
    /// </summary>
    public bool OfRecordsOnly { get; init; }

    /// <summary>None before this moment, UTC; null for all that are kept.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>With this verdict alone; null for every one.</summary>
    public VerdictKind? Verdict { get; init; }
}

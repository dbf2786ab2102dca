namespace NovaFence.Ledger;

/// <summary>Which ledger is used, as it was found when it was opened.</summary>
public sealed record LedgerDescription
{
    /// <summary>Where it is: <c>the file /var/lib/novafence/ledger.db</c>, <c>the table NovaFence at NAME.table.core.windows.net</c>. No secret.</summary>
    public required string Place { get; init; }

    /// <summary>The partition, as <see cref="LedgerOptions.Partition"/> would name it.</summary>
    public required string Partition { get; init; }

    /// <summary>Why this partition.</summary>
    public required PartitionChoice Choice { get; init; }

    /// <summary>Whether the partition held rows. A configured one that holds none may be a slip of the pen.</summary>
    public required bool PartitionHasRows { get; init; }

    /// <summary>The partitions that do hold rows, at most ten, where <see cref="PartitionHasRows"/> is false; empty otherwise.</summary>
    public IReadOnlyList<string> OtherPartitions { get; init; } = [];

    /// <summary>
    /// The number of the edition that wrote the ledger last; this edition's own where nobody has. 1, the first edition, is seen with
    /// <see cref="LedgerAccess.ReadOnly"/> alone: any other access carries the ledger over.
    /// </summary>
    public required int Written { get; init; }

    /// <summary>Whether this opening carried the ledger over from the first edition.</summary>
    public bool CarriedOver { get; init; }
}

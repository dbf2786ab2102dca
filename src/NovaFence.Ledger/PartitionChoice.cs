namespace NovaFence.Ledger;

/// <summary>Why the ledger uses the partition that it uses.</summary>
public enum PartitionChoice
{
    /// <summary><see cref="LedgerOptions.Partition"/> names it.</summary>
    Configured,

    /// <summary>It is the only one in the store that holds rows.</summary>
    Only,

    /// <summary>The store holds no rows at all.</summary>
    Default,
}

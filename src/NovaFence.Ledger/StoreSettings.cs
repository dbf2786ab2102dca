namespace NovaFence.Ledger;

/// <summary>What both stores are told.</summary>
/// <param name="Partition">The partition that is configured; null where none is.</param>
/// <param name="Access">What the process wants.</param>
/// <param name="Timeout">Most time for a call.</param>
/// <param name="Time">The clock.</param>
internal sealed record StoreSettings(string? Partition, LedgerAccess Access, TimeSpan Timeout, TimeProvider Time)
{
    public bool IsReadOnly => Access == LedgerAccess.ReadOnly;
}

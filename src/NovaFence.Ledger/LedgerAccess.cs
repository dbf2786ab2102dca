namespace NovaFence.Ledger;

/// <summary>What a process wants of the ledger.</summary>
public enum LedgerAccess
{
    /// <summary>Reads and writes. Opening makes what is missing and carries a ledger of the first edition over to this one.</summary>
    ReadAndWrite,

    /// <summary>
    /// Only reads, and leaves the store as it is: a ledger of the first edition is not carried over, a missing file or table is not made, and
    /// whatever would write is answered as unavailable. For looking at a ledger that another edition uses.
    /// </summary>
    ReadOnly,
}

namespace NovaFence.Ledger;

/// <summary>A store whose partition is chosen.</summary>
/// <param name="Partition">The partition as the store spells it.</param>
/// <param name="Description">What was found.</param>
internal sealed record OpenLedger(string Partition, LedgerDescription Description);

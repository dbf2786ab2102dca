namespace NovaFence.Ledger;

/// <summary>A store whose partition is chosen.</summary>
/// <param name="Partition">The partition as the store spells it.</param>
/// <param name="Id">See <see cref="LedgerId"/>; null where it has none.</param>
/// <param name="Description">What was found.</param>
internal sealed record OpenLedger(string Partition, string? Id, LedgerDescription Description)
{
    /// <summary>Whether the store does not say yet that it is a ledger: that is written before anything else is.</summary>
    public bool IsAssumed { get; init; }
}

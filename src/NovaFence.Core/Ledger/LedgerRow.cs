namespace NovaFence.Core.Ledger;

/// <summary>A row as it was read.</summary>
/// <param name="Key">Its key, see <see cref="LedgerKey"/>.</param>
/// <param name="Json">Its content.</param>
/// <param name="Version">The store's token for this state of the row (an ETag); changes with every write.</param>
public sealed record LedgerRow(string Key, string Json, string Version);

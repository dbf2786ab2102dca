namespace NovaFence.Ledger;

/// <summary>A file or a table that this ledger cannot be kept in. The message goes on from the store's name: "is …", "holds …".</summary>
internal sealed class UnfitStoreException(string message) : Exception(message);

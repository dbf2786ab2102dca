namespace NovaFence.Simulation.Outside;

/// <summary>What may happen to one call of the ledger.</summary>
internal enum LedgerFault
{
    /// <summary>A commit is not stored, and the store says that it is not available.</summary>
    Refused,

    /// <summary>A commit is stored, and nothing is heard of it.</summary>
    Silent,

    /// <summary>A commit is stored, its answer is lost, and the request, sent once more by the store's client, meets its own work.</summary>
    Echo,

    /// <summary>A commit waits on its way: it is stored late, perhaps after the caller was told that nothing was heard.</summary>
    Late,

    /// <summary>A read fails.</summary>
    ReadFails,
}

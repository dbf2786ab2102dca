namespace NovaFence.Core.Ledger;

/// <summary>Writes and events that happen together or not at all.</summary>
public sealed record LedgerCommit(IReadOnlyList<RowWrite> Writes, IReadOnlyList<LedgerEvent> Events)
{
    /// <summary>
    /// Most operations of one commit. Table Storage takes 100 entities in a transaction
    /// (https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions).
    /// </summary>
    public const int MaxOperations = 100;

    /// <summary>
    /// Most characters of one row's or event's JSON. A string property of Table Storage holds 64 KiB of UTF-16
    /// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).
    /// </summary>
    public const int MaxJsonLength = 32_000;
}

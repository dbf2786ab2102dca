namespace NovaFence.Core.Ledger;

/// <summary>Writes and events that happen together or not at all.</summary>
/// <param name="Writes">The rows to write; no key twice.</param>
/// <param name="Events">The events to append. One that is there already (same host, moment and id) is a conflict.</param>
/// <param name="Durable">
/// Whether the commit must survive a power cut from the moment it is answered. Say false only where the audit would find the loss
/// again: an intent is durable, because Nova is told next and nothing else remembers why; the outcome after it need not be, since a
/// lost one leaves the intent standing and the audit finishes it. The death of the process alone never loses a commit, and neither
/// can a commit that was lost in a power cut be followed by one that was kept. On SQLite false saves the wait for the disk
/// (https://sqlite.org/pragma.html#pragma_synchronous: FULL or NORMAL); Table Storage is always durable.
/// </param>
public sealed record LedgerCommit(IReadOnlyList<RowWrite> Writes, IReadOnlyList<LedgerEvent> Events, bool Durable = true)
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

    /// <summary>
    /// Most characters of all JSON in one commit. A transaction of Table Storage is at most 4 MiB on the wire (same page as
    /// <see cref="MaxOperations"/>), and there a quote or a letter beyond ASCII takes six bytes.
    /// </summary>
    public const int MaxTotalJsonLength = 600_000;
}

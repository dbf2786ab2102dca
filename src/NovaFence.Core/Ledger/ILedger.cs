namespace NovaFence.Core.Ledger;

/// <summary>
/// Where fence records and their events are kept: rows of one partition (one cloud), each with a version, and an append-only list of events.
/// </summary>
/// <remarks>
/// Every write is conditional on the version that was read, and all writes of one commit happen together or not at all.
/// A lost race and an unreachable store come back as values. Safe for concurrent callers and several processes.
/// </remarks>
public interface ILedger
{
    /// <summary>Creates what is missing (tables, a file). Called once at start; harmless when repeated.</summary>
    Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Every row, without the events: one query.</summary>
    Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The rows with these keys; a key without a row is simply absent from the result. Each row is current, but they need not be of one
    /// moment: a commit between two of them shows as a conflict when it is written on.
    /// </summary>
    Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Writes all of <paramref name="commit"/>, or nothing. At most <see cref="LedgerCommit.MaxOperations"/> writes and events together;
    /// none at all is committed without asking the store.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The commit is no commit: too many operations, too long a JSON or key, a row or an event twice, or a delete without a version.
    /// </exception>
    Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// The newest events of a host first, at most <paramref name="limit"/> (1 or more). Events of one moment come in no particular order.
    /// </summary>
    Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes events of any host that are older than <paramref name="before"/>, at most <paramref name="limit"/> (1 or more), and says how
    /// many it removed: fewer than <paramref name="limit"/> means that none were left. One that is exactly as old as
    /// <paramref name="before"/> stays, and so do all rows.
    /// </summary>
    /// <remarks>
    /// The one write that is conditional on nothing: what somebody else removed meanwhile is no error, and not counted. Not atomic either: where the
    /// store becomes unavailable, some may be gone already, and the same call again removes the rest. Commits may have to wait for it, so
    /// a caller with much to remove asks often for a few hundred.
    /// </remarks>
    Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

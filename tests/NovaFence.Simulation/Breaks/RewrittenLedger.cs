using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

/// <summary>A ledger whose rows, commits or results are not what they should be.</summary>
internal sealed class RewrittenLedger(ILedger ledger) : ILedger
{
    internal Func<LedgerRow, LedgerRow> Row { get; init; } = row => row;

    internal Func<LedgerCommit, Task<LedgerCommit>> Commit { get; init; } = Task.FromResult;

    internal Func<LedgerCommit, CommitResult, CommitResult> Result { get; init; } = (_, result) => result;

    /// <summary>Most events that are read back.</summary>
    internal int MostEvents { get; init; } = int.MaxValue;

    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) => ledger.InitializeAsync(cancellationToken);

    public async Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken) => Rewrite(await ledger.ReadAllAsync(cancellationToken));

    public async Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        Rewrite(await ledger.ReadAsync(keys, cancellationToken));

    public async Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) =>
        Result(commit, await ledger.CommitAsync(await Commit(commit), cancellationToken));

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken) =>
        ledger.ReadEventsAsync(host, Math.Min(limit, MostEvents), cancellationToken);

    public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        ledger.RemoveEventsAsync(before, limit, cancellationToken);

    private LedgerResult<IReadOnlyList<LedgerRow>> Rewrite(LedgerResult<IReadOnlyList<LedgerRow>> result) =>
        result is LedgerResult<IReadOnlyList<LedgerRow>>.Ok ok ? new LedgerResult<IReadOnlyList<LedgerRow>>.Ok([.. ok.Value.Select(Row)]) : result;
}

using NovaFence.Core.Ledger;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Instances;

/// <summary>The ledger as one instance reaches it.</summary>
internal sealed class LedgerDoor(SimulatedLedger ledger, Instance by) : ILedger
{
    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<LedgerResult<bool>>(new LedgerResult<bool>.Ok(true));

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken) => ledger.ReadAsync(by, null, cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        ledger.ReadAsync(by, keys, cancellationToken);

    public Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) => ledger.CommitAsync(by, commit);

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken) =>
        ledger.ReadEventsAsync(by, host, limit, cancellationToken);

    public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<LedgerResult<int>>(new LedgerResult<int>.Ok(0));
}

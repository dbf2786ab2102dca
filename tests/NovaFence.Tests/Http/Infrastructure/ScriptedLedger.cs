using NovaFence.Core.Ledger;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Only one read may be asked of it, for readiness.</summary>
internal sealed class ScriptedLedger : ILedger
{
    public string? Outage { get; set; }

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        Task.FromResult<LedgerResult<IReadOnlyList<LedgerRow>>>(
            Outage is { } why ? new LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable(why) : new LedgerResult<IReadOnlyList<LedgerRow>>.Ok([]));

    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) => throw Unexpected();

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken) => throw Unexpected();

    public Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) => throw Unexpected();

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken) => throw Unexpected();

    public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("an endpoint used the ledger by itself");
}

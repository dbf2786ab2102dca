using System.Diagnostics;
using NovaFence.Benchmarks.Measuring;
using NovaFence.Core.Ledger;

namespace NovaFence.Benchmarks.Arms;

/// <summary>The ledger, with a watch on it.</summary>
internal sealed class TimedLedger(ILedger ledger, Parts parts) : ILedger
{
    public async Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await ledger.CommitAsync(commit, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        var operations = commit.Writes.Count + commit.Events.Count;
        var size = operations switch { <= 6 => "1 host", <= 30 => "some hosts", _ => "many hosts" };
        parts.Add($"commit, {(commit.Durable ? "durable" : "not durable")}, {size}", took);
        return result;
    }

    public async Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await ledger.ReadAsync(keys, cancellationToken);
        parts.Add("read of rows", Stopwatch.GetElapsedTime(began));
        return result;
    }

    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) => ledger.InitializeAsync(cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken) => ledger.ReadAllAsync(cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken) =>
        ledger.ReadEventsAsync(host, limit, cancellationToken);

    public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        ledger.RemoveEventsAsync(before, limit, cancellationToken);
}

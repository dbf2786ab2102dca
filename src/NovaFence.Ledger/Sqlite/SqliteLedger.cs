using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Sqlite;

/// <summary>The ledger in a file of this machine, which several processes may use at once.</summary>
internal sealed class SqliteLedger : ILedger, IDisposable
{
    private readonly SqliteFile _file;
    private readonly StoreCall _call;
    private readonly SqliteLane<SqliteWriter> _writer;
    private readonly SqliteLane<SqliteReader> _reader;
    private readonly SqliteLane<SqliteReader> _scanner;

    public SqliteLedger(string path, string partition, TimeSpan timeout, TimeProvider time)
    {
        var encoded = KeyText.Encode(partition);
        _file = new SqliteFile(path);
        _call = new StoreCall($"The ledger's file {_file.Path}", timeout, time, fault => SqliteFault.Explain(fault, _file.Path));
        _writer = new SqliteLane<SqliteWriter>(_file, () => new SqliteWriter(_file, encoded, time));
        _reader = new SqliteLane<SqliteReader>(_file, () => new SqliteReader(_file, encoded));
        // The audit's read of a large fleet must not stand before an alert's read of one host.
        _scanner = new SqliteLane<SqliteReader>(_file, () => new SqliteReader(_file, encoded));
    }

    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) =>
        CallAsync(
            async deadline =>
            {
                // Off the caller: a file that another process keeps busy is waited for with a thread.
                await Task.Run(SetUp, CancellationToken.None).WaitAsync(deadline);
                return true;
            },
            cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken) =>
        CallAsync(deadline => _scanner.UseAsync(reader => ValueTask.FromResult(reader.All()), deadline), cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        CallAsync(deadline => _reader.UseAsync(reader => ValueTask.FromResult(reader.These(keys)), deadline), cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken)
    {
        CommitLimits.Name("event's host", host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return CallAsync(
            deadline => _scanner.UseAsync(reader => ValueTask.FromResult(reader.Events(host, limit)), deadline), cancellationToken);
    }

    public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return CallAsync(
            deadline => _writer.UseAsync(writer => writer.RemoveEventsAsync(before, limit, deadline), deadline), cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        CommitLimits.Enforce(commit);
        if (commit is { Writes.Count: 0, Events.Count: 0 })
            return CommitLimits.Nothing;
        return await _call.RunAsync<CommitResult>(
            deadline => _writer.UseAsync(writer => writer.CommitAsync(commit, deadline), deadline),
            why => new CommitResult.Unavailable(why),
            cancellationToken);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _scanner.Dispose();
    }

    private Task<LedgerResult<T>> CallAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _call.RunAsync<LedgerResult<T>>(
            async deadline => new LedgerResult<T>.Ok(await work(deadline)),
            why => new LedgerResult<T>.Unavailable(why),
            cancellationToken);

    private void SetUp()
    {
        _file.Make();
        using var connection = _file.Open();
        SqliteSchema.Ensure(connection);
    }
}

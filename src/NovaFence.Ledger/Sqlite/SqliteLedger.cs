using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Sqlite;

/// <summary>The ledger in a file of this machine, which several processes may use at once.</summary>
internal sealed class SqliteLedger : ILedgerStore
{
    // Whoever began to read meanwhile keeps the index open that was deleted.
    private const int MostTries = 5;

    private readonly StoreSettings _settings;
    private readonly SqliteFile _file;
    private readonly StoreCall _call;
    private readonly SharedOpening<OpenLedger> _opening;
    private readonly SqliteIndex _index;
    private readonly SemaphoreSlim _closing = new(1, 1);
    private readonly SqliteLane<SqliteWriter> _writer;
    private readonly SqliteLane<SqliteReader> _reader;
    private readonly SqliteLane<SqliteReader> _scanner;
    // What opens the file, with and without making it; it may be under way long after whoever waited for it has given up.
    private readonly Task<OpenLedger>?[] _openings = new Task<OpenLedger>?[2];

    public SqliteLedger(string path, StoreSettings settings)
    {
        _settings = settings;
        _file = new SqliteFile(path);
        _index = new SqliteIndex(_file);
        Place = $"the file {_file.Path}";
        _call = new StoreCall(
            $"The ledger's file {_file.Path}", settings.Timeout, settings.Time, fault => SqliteFault.Explain(fault, _file.Path));
        _opening = new SharedOpening<OpenLedger>((make, deadline) => OpenAsync(make).WaitAsync(deadline), settings.Timeout, settings.Time);
        _writer = new SqliteLane<SqliteWriter>("ledger, writing", _file, () => new SqliteWriter(_file, _index, Opened, settings.Time), (writer, _) =>
        {
            writer?.SaveLog();
            return Task.CompletedTask;
        });
        _reader = new SqliteLane<SqliteReader>("ledger, reading", _file, () => new SqliteReader(_file, Opened), SaveLogAsync);
        // The audit's read of a large fleet must not stand before an alert's read of one host.
        _scanner = new SqliteLane<SqliteReader>("ledger, reading all", _file, () => new SqliteReader(_file, Opened), SaveLogAsync);
    }

    public string Place { get; }

    private OpenLedger Opened => _opening.Opened!;

    public Task<LedgerResult<LedgerDescription>> DescribeAsync(CancellationToken cancellationToken) =>
        CallAsync(async deadline => (await _opening.GetAsync(deadline)).Description, cancellationToken);

    public Task<LedgerResult<bool>> IsThereAsync(CancellationToken cancellationToken) =>
        CallAsync(deadline => Task.Run(() => _file.IsMade, deadline).WaitAsync(deadline), cancellationToken);

    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) =>
        CallAsync(
            async deadline =>
            {
                await _opening.MakeAsync(deadline);
                return true;
            },
            cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken) =>
        UseAsync(_scanner, reader => reader.All(), cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        UseAsync(_reader, reader => reader.These(keys), cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken)
    {
        CommitLimits.Name("event's host", host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return UseAsync(_scanner, reader => reader.Events(host, limit), cancellationToken);
    }

    public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return CallAsync(
            async deadline =>
            {
                await OpenToWriteAsync(deadline);
                return await UseLaneAsync(_writer, writer => writer.RemoveEventsAsync(before, limit, deadline), deadline);
            },
            cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        CommitLimits.Enforce(commit);
        if (commit is { Writes.Count: 0, Events.Count: 0 })
            return CommitLimits.Nothing;
        return await _call.RunAsync<CommitResult>(
            async deadline =>
            {
                await OpenToWriteAsync(deadline);
                return await UseLaneAsync(_writer, writer => writer.CommitAsync(commit, deadline), deadline);
            },
            why => new CommitResult.Unavailable(why),
            cancellationToken);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _scanner.Dispose();
        _closing.Dispose();
    }

    /// <summary>
    /// Off the caller: a file that another process keeps busy is waited for with a thread. With one only, however often it is tried: on a disk that hangs each would be kept, until the process
    /// may have no more.
    /// </summary>
    private Task<OpenLedger> OpenAsync(bool make)
    {
        lock (_openings)
        {
            ref var opening = ref _openings[make ? 1 : 0];
            if (opening is not { IsCompleted: false })
                opening = Task.Factory.StartNew(() => Open(make), CancellationToken.None, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return opening;
        }
    }

    private OpenLedger Open(bool make)
    {
        var opened = _opening.Opened;
        // One that was open and is gone is missed: an empty one in its place would be taken for it after a restart.
        var makes = make && !_settings.IsReadOnly && opened is null;
        if (makes)
            _file.Make();
        else if (opened is not null && !_file.Exists)
            throw new UnfitStoreException("is not there any more: put it back, or restart NovaFence to begin with an empty one.");
        using var connection = _file.Open();
        var found = SqliteSchema.Ensure(connection, _settings, makes);
        LedgerId.Enforce(opened?.Id, found.Id);
        return Chosen(connection, found);
    }

    private OpenLedger Chosen(Microsoft.Data.Sqlite.SqliteConnection connection, FoundSchema found)
    {
        // Once chosen it stays, whatever others write meanwhile.
        var (partition, choice) = (_opening.Opened, _settings.Partition) switch
        {
            ({ } opened, _) => (opened.Partition, opened.Description.Choice),
            (_, { } configured) => (KeyText.Encode(configured), PartitionChoice.Configured),
            _ => Partitions.Choose(SqliteSchema.PartitionsOf(connection)),
        };
        var hasRows = SqliteSchema.HasRows(connection, partition);
        return new OpenLedger(partition, found.Id, new LedgerDescription
        {
            Place = Place,
            Partition = Partitions.Name(partition),
            Choice = choice,
            PartitionHasRows = hasRows,
            OtherPartitions = hasRows ? [] : [.. SqliteSchema.PartitionsOf(connection).Select(Partitions.Name)],
            Written = found.Numbers.Written,
            CarriedOver = found.CarriedOver,
        });
    }

    /// <summary>Has the writer see whether the log is another one: what it wrote there is in the file before anybody opens a new one.</summary>
    private Task SaveLogAsync(SqliteReader? reader, CancellationToken cancellationToken) => _writer.CheckLogAsync(cancellationToken);

    private async Task OpenToWriteAsync(CancellationToken cancellationToken)
    {
        if (_settings.IsReadOnly)
            throw new UnfitStoreException("was opened to be read only.");
        await _opening.GetAsync(cancellationToken);
    }

    private Task<LedgerResult<T>> UseAsync<T>(SqliteLane<SqliteReader> lane, Func<SqliteReader, T> work, CancellationToken cancellationToken) =>
        CallAsync(
            async deadline =>
            {
                await _opening.GetAsync(deadline);
                return await UseLaneAsync(lane, reader => ValueTask.FromResult(work(reader)), deadline);
            },
            cancellationToken);

    /// <summary>Uses a connection, after all of them were closed where somebody deleted the index that they share.</summary>
    private async Task<TResult> UseLaneAsync<T, TResult>(SqliteLane<T> lane, Func<T, ValueTask<TResult>> work, CancellationToken cancellationToken)
        where T : class, IDisposable
    {
        for (var tries = 1; ; tries++)
        {
            if (_index.IsLost)
                await CloseAllAsync(cancellationToken);
            try
            {
                var result = await lane.UseAsync(work, cancellationToken);
                // Seen now, so that it is missed where it is deleted before the first commit.
                _ = _index.IsLostInUse;
                return result;
            }
            catch (UnfitStoreException lost) when (lost.IsLostIndex && tries < MostTries)
            {
                // Seen in time: nothing was written.
            }
        }
    }

    private async Task CloseAllAsync(CancellationToken cancellationToken)
    {
        await _closing.WaitAsync(cancellationToken);
        try
        {
            if (!_index.IsLost)
                return;
            // The writer first: what only the log has is saved by it, where that was deleted too.
            await _writer.CloseAsync(cancellationToken);
            await _reader.CloseAsync(cancellationToken);
            await _scanner.CloseAsync(cancellationToken);
            _index.Close();
        }
        finally
        {
            _closing.Release();
        }
    }

    private Task<LedgerResult<T>> CallAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _call.RunAsync<LedgerResult<T>>(
            async deadline => new LedgerResult<T>.Ok(await work(deadline)),
            why => new LedgerResult<T>.Unavailable(why),
            cancellationToken);
}

using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tables;

/// <summary>
/// The ledger in one table of Azure Table Storage: a partition per cloud, which is what a transaction may span, so rows and events are one
/// commit (docs/decisions/0002-one-table-rows-and-events.md).
/// </summary>
internal sealed class TableLedger : ILedgerStore
{
    // So many point reads at once; each takes a connection of its own.
    private const int MaxReadsAtOnce = 16;
    // https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination
    private const int MaxPage = 1000;

    private readonly StoreSettings _settings;
    private readonly TableConnection _connection;
    private readonly TableSchema _schema;
    private readonly StoreCall _call;
    private readonly SharedOpening<OpenLedger> _opening;
    private volatile string? _unfit;
    private volatile bool _isAnother;

    public TableLedger(TablesOptions options, StoreSettings settings)
    {
        _settings = settings;
        _connection = new TableConnection(options, settings.Timeout);
        _schema = new TableSchema(_connection.Table, settings.Time);
        // Of the address only the authority: a SAS stands in the query.
        var where = $"table {options.TableName} at {_connection.Table.Uri.Authority}";
        Place = $"the {where}";
        var store = $"The ledger's {where}";
        _call = new StoreCall(store, settings.Timeout, settings.Time, fault => TableFault.Explain(fault, store));
        _opening = new SharedOpening<OpenLedger>(OpenAsync, settings.Timeout, settings.Time);
    }

    public string Place { get; }

    private TableClient Table => _connection.Table;

    public Task<LedgerResult<bool>> IsThereAsync(CancellationToken cancellationToken) =>
        CallAsync(
            async deadline =>
            {
                try
                {
                    return await _schema.IsThereAsync(deadline);
                }
                catch (RequestFailedException missing) when (missing.ErrorCode == TableErrorCode.TableNotFound)
                {
                    return false;
                }
            },
            cancellationToken);

    public Task<LedgerResult<LedgerDescription>> DescribeAsync(CancellationToken cancellationToken) =>
        CallAsync(async deadline => (await _opening.GetAsync(deadline)).Description, cancellationToken);

    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) =>
        CallAsync(
            async deadline =>
            {
                await _opening.MakeAsync(deadline);
                return true;
            },
            cancellationToken);

    public async Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var reading = new Reading();
        do
        {
            // A deadline for each page: there are as many as hosts and alerts need, and a process that could not read all of them would take no delivery.
            if (await CallAsync(deadline => PageAsync(reading, deadline), cancellationToken) is LedgerResult<bool>.Unavailable { Why: var why })
                return new LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable(why);
        }
        while (reading.Next is not null);
        return new LedgerResult<IReadOnlyList<LedgerRow>>.Ok(reading.Rows);
    }

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<LedgerRow>>(
            async deadline =>
            {
                var opened = await _opening.GetAsync(deadline);
                // At the same time as the rows: whoever reads some wants to know what another instance wrote, and that this is the same ledger.
                var id = opened.Id is null ? null : _schema.IdAsync(opened.Partition, deadline);
                List<LedgerRow> rows = [];
                foreach (var some in keys.Distinct(StringComparer.Ordinal).Chunk(MaxReadsAtOnce))
                {
                    // Point reads, not one query with "or": that makes the service walk through the whole partition, events and all.
                    foreach (var row in await Task.WhenAll(some.Select(key => FindAsync(opened.Partition, key, deadline))))
                    {
                        if (row is not null)
                            rows.Add(row);
                    }
                }

                if (id is not null)
                    Enforce(opened.Id, await id);
                return rows;
            },
            cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken)
    {
        CommitLimits.Name("event's host", host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return CallAsync<IReadOnlyList<LedgerEvent>>(
            async deadline =>
            {
                var partition = await PartitionAsync(deadline);
                List<LedgerEvent> events = [];
                var found = Table.QueryAsync<TableEntity>(
                    TableKeys.AllEventsOf(partition, host), Math.Min(limit, MaxPage), cancellationToken: deadline);
                await foreach (var entity in found)
                {
                    events.Add(TableEntities.Event(host, entity));
                    if (events.Count == limit)
                        break;
                }

                return events;
            },
            cancellationToken);
    }

    public async Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var partition = await CallAsync(PartitionToWriteAsync, cancellationToken);
        if (partition is not LedgerResult<string>.Ok { Value: var opened })
            return new LedgerResult<int>.Unavailable(((LedgerResult<string>.Unavailable)partition).Why);
        var walk = new TableEventRemoval(Table, opened, before, limit);
        while (!walk.IsOver)
        {
            // A deadline for each step: the walk may be as long as the ledger is.
            var step = await CallAsync(walk.StepAsync, cancellationToken);
            if (step is LedgerResult<int>.Unavailable)
                return step;
        }

        return new LedgerResult<int>.Ok(walk.Removed);
    }

    public async Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        CommitLimits.Enforce(commit);
        if (commit is { Writes.Count: 0, Events.Count: 0 })
            return CommitLimits.Nothing;
        if (commit.Writes.Any(write => write.ExpectedVersion is { } version && !TableEntities.IsVersion(version)))
            return new CommitResult.Conflict();

        return await _call.RunAsync<CommitResult>(
            async deadline =>
            {
                var partition = await PartitionToWriteAsync(deadline);
                try
                {
                    return await TableSubmission.SubmitAsync(Table, partition, commit, deadline);
                }
                catch (RequestFailedException fault) when (TableFault.IsConflict(fault))
                {
                    return new CommitResult.Conflict();
                }
            },
            why => new CommitResult.Unavailable(why),
            cancellationToken);
    }

    public void Dispose() => _connection.Dispose();

    private async Task<OpenLedger> OpenAsync(bool make, CancellationToken cancellationToken)
    {
        var known = _opening.Opened;
        // One that was open and is gone is missed: an empty one in its place would be taken for it after a restart.
        var makes = make && !_settings.IsReadOnly && known is null or { IsAssumed: true };
        if (makes)
            await Table.CreateIfNotExistsAsync(cancellationToken);
        // Once chosen it stays, whatever others write meanwhile.
        var (partition, choice) = (known, _settings.Partition) switch
        {
            ({ } opened, _) => (opened.Partition, opened.Description.Choice),
            (_, { } configured) => (TableKeys.Partition(configured), PartitionChoice.Configured),
            _ => Partitions.Choose(await _schema.PartitionsAsync(cancellationToken)),
        };
        var found = await EnsureAsync(partition, known?.Id, makes, cancellationToken);
        var hasRows = await _schema.HasRowsAsync(partition, cancellationToken);
        var description = new LedgerDescription
        {
            Place = Place,
            Partition = choice == PartitionChoice.Configured ? _settings.Partition! : Partitions.Name(partition),
            Choice = choice,
            PartitionHasRows = hasRows,
            OtherPartitions = hasRows ? [] : [.. (await _schema.PartitionsAsync(cancellationToken)).Select(Partitions.Name)],
            Written = found.Numbers.Written,
            CarriedOver = found.CarriedOver,
        };
        return new OpenLedger(partition, found.Id, description) { IsAssumed = found.IsAssumed };
    }

    private async Task<string> PartitionAsync(CancellationToken cancellationToken) => (await _opening.GetAsync(cancellationToken)).Partition;

    /// <summary>A later edition may take an open partition over; from when that is seen on, nothing is written there.</summary>
    private async Task<FoundSchema> EnsureAsync(string partition, string? id, bool makes, CancellationToken cancellationToken)
    {
        try
        {
            // Nothing is written to another ledger than the one that is open.
            var found = await _schema.EnsureAsync(partition, _settings.IsReadOnly || id is not null, makes, cancellationToken);
            _unfit = null;
            Enforce(id, found.Id);
            return found;
        }
        catch (UnfitStoreException unfit)
        {
            if (!_isAnother)
                _unfit = unfit.Message;
            throw;
        }
    }

    /// <summary>From when on another ledger was seen in the place of the open one until that is back, nothing is written there.</summary>
    private void Enforce(string? known, string? found)
    {
        _isAnother = known is not null && found != known;
        LedgerId.Enforce(known, found);
    }

    private async Task<string> PartitionToWriteAsync(CancellationToken cancellationToken)
    {
        if (_settings.IsReadOnly)
            throw new UnfitStoreException("was opened to be read only.");
        if (_unfit is { } why)
            throw new UnfitStoreException(why);
        if (_isAnother)
            throw LedgerId.Another();
        var opened = await _opening.GetAsync(cancellationToken);
        return (opened.IsAssumed ? await _opening.MakeAsync(cancellationToken) : opened).Partition;
    }

    /// <summary>Reads the next page, which may be empty with more behind it.</summary>
    private async Task<bool> PageAsync(Reading reading, CancellationToken cancellationToken)
    {
        var opened = await _opening.GetAsync(cancellationToken);
        var found = Table.QueryAsync<TableEntity>(TableKeys.SchemaAndRows(opened.Partition), cancellationToken: cancellationToken);
        await using (var pages = found.AsPages(reading.Next).GetAsyncEnumerator(cancellationToken))
            reading.Take(await pages.MoveNextAsync() ? pages.Current : null);
        if (reading.Next is null)
            Enforce(opened.Id, reading.Id);
        return true;
    }

    private async Task<LedgerRow?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(partition, TableKeys.Row(key), cancellationToken: cancellationToken);
        if (found.HasValue)
            return TableEntities.Row(found.Value!) with { Key = key };
        // A missing table, or a proxy's page, must not look like a ledger without records.
        var why = new RequestFailedException(found.GetRawResponse());
        return TableFault.IsMissingRow(why.ErrorCode) ? null : throw why;
    }

    /// <summary>All rows, as far as they were read.</summary>
    private sealed class Reading
    {
        public List<LedgerRow> Rows { get; } = [];

        /// <summary>Where to go on; null before the first page and behind the last one.</summary>
        public string? Next { get; private set; }

        /// <summary>Which ledger it is.</summary>
        public string? Id { get; private set; }

        public void Take(Page<TableEntity>? page)
        {
            Next = page?.ContinuationToken is { Length: > 0 } next ? next : null;
            foreach (var entity in page?.Values ?? [])
            {
                if (entity.RowKey == TableKeys.Schema)
                    Id = TableEntities.IdOf(entity);
                else
                    Rows.Add(TableEntities.Row(entity));
            }
        }
    }

    private Task<LedgerResult<T>> CallAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _call.RunAsync<LedgerResult<T>>(
            async deadline => new LedgerResult<T>.Ok(await work(deadline)),
            why => new LedgerResult<T>.Unavailable(why),
            cancellationToken);
}

using Azure;
using Azure.Data.Tables;
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
        List<LedgerRow> rows = [];
        string? next = null;
        do
        {
            // A deadline for each page: there are as many as hosts and alerts need, and a process that could not read all of them would take no delivery.
            var read = await CallAsync(deadline => PageAsync(next, rows, deadline), cancellationToken);
            if (read is not LedgerResult<string>.Ok { Value: var behind })
                return new LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable(((LedgerResult<string>.Unavailable)read).Why);
            next = behind;
        }
        while (next.Length > 0);
        return new LedgerResult<IReadOnlyList<LedgerRow>>.Ok(rows);
    }

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<LedgerRow>>(
            async deadline =>
            {
                var partition = await PartitionAsync(deadline);
                List<LedgerRow> rows = [];
                foreach (var some in keys.Distinct(StringComparer.Ordinal).Chunk(MaxReadsAtOnce))
                {
                    // Point reads, not one query with "or": that makes the service walk through the whole partition, events and all.
                    foreach (var row in await Task.WhenAll(some.Select(key => FindAsync(partition, key, deadline))))
                    {
                        if (row is not null)
                            rows.Add(row);
                    }
                }

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
                    events.Add(TableEntities.Event(entity));
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
                    return await SubmitAsync(partition, commit, deadline);
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
        if (make && !_settings.IsReadOnly)
            await Table.CreateIfNotExistsAsync(cancellationToken);
        // Once chosen it stays, whatever others write meanwhile.
        var (partition, choice) = (_opening.Opened, _settings.Partition) switch
        {
            ({ } opened, _) => (opened.Partition, opened.Description.Choice),
            (_, { } configured) => (TableKeys.Partition(configured), PartitionChoice.Configured),
            _ => Partitions.Choose(await _schema.PartitionsAsync(cancellationToken)),
        };
        var (numbers, carriedOver) = await EnsureAsync(partition, cancellationToken);
        var hasRows = await _schema.HasRowsAsync(partition, cancellationToken);
        return new OpenLedger(partition, new LedgerDescription
        {
            Place = Place,
            Partition = choice == PartitionChoice.Configured ? _settings.Partition! : Partitions.Name(partition),
            Choice = choice,
            PartitionHasRows = hasRows,
            OtherPartitions = hasRows ? [] : [.. (await _schema.PartitionsAsync(cancellationToken)).Select(Partitions.Name)],
            Written = numbers.Written,
            CarriedOver = carriedOver,
        });
    }

    private async Task<string> PartitionAsync(CancellationToken cancellationToken) => (await _opening.GetAsync(cancellationToken)).Partition;

    /// <summary>A later edition may take an open partition over; from when that is seen on, nothing is written there.</summary>
    private async Task<(SchemaNumbers Numbers, bool CarriedOver)> EnsureAsync(string partition, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _schema.EnsureAsync(partition, _settings.IsReadOnly, cancellationToken);
            _unfit = null;
            return found;
        }
        catch (UnfitStoreException unfit)
        {
            _unfit = unfit.Message;
            throw;
        }
    }

    private Task<string> PartitionToWriteAsync(CancellationToken cancellationToken)
    {
        if (_settings.IsReadOnly)
            throw new UnfitStoreException("was opened to be read only.");
        return _unfit is { } why ? throw new UnfitStoreException(why) : PartitionAsync(cancellationToken);
    }

    private async Task<CommitResult> SubmitAsync(string partition, LedgerCommit commit, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions =
        [
            .. commit.Writes.Select(write => TableEntities.Write(partition, write)),
            .. commit.Events.Select(entry => TableEntities.Append(partition, entry)),
        ];
        var answers = actions is [var only]
            ? [await SendAsync(only, cancellationToken)]
            : (await Table.SubmitTransactionAsync(actions, cancellationToken)).Value;

        // The SDK takes a 404 to a single delete for done.
        return answers.FirstOrDefault(answer => answer.Status >= 400) is { } refused
            ? throw new RequestFailedException(refused)
            : new CommitResult.Committed(Versions(commit.Writes, answers));
    }

    /// <summary>A single operation without the wrapping of a transaction: smaller, and a round trip all the same.</summary>
    private Task<Response> SendAsync(TableTransactionAction action, CancellationToken cancellationToken) => action.ActionType switch
    {
        TableTransactionActionType.Add => Table.AddEntityAsync(action.Entity, cancellationToken),
        TableTransactionActionType.Delete => Table.DeleteEntityAsync(
            action.Entity.PartitionKey, action.Entity.RowKey, action.ETag, cancellationToken),
        _ => Table.UpdateEntityAsync(action.Entity, action.ETag, TableUpdateMode.Replace, cancellationToken),
    };

    private static Dictionary<string, string> Versions(IReadOnlyList<RowWrite> writes, IReadOnlyList<Response> answers) =>
        writes.Zip(answers)
            .Where(pair => pair.First.Json is not null)
            .ToDictionary(pair => pair.First.Key, pair => VersionIn(pair.Second), StringComparer.Ordinal);

    /// <exception cref="RequestFailedException">The answer says what no table says: that the row is written, and not which version it has.</exception>
    private static string VersionIn(Response answer) => answer.Headers.ETag?.ToString() ?? throw new RequestFailedException(answer);

    /// <summary>Adds a page of the rows, which may be empty with more behind it, and gives where to go on; an empty text where it is the last.</summary>
    private async Task<string> PageAsync(string? from, List<LedgerRow> rows, CancellationToken cancellationToken)
    {
        var found = Table.QueryAsync<TableEntity>(TableKeys.AllRows(await PartitionAsync(cancellationToken)), cancellationToken: cancellationToken);
        await foreach (var page in found.AsPages(from))
        {
            rows.AddRange(page.Values.Select(TableEntities.Row));
            return page.ContinuationToken ?? "";
        }

        return "";
    }

    private async Task<LedgerRow?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(partition, TableKeys.Row(key), cancellationToken: cancellationToken);
        if (found.HasValue)
            return TableEntities.Row(found.Value!);
        // A missing table, or a proxy's page, must not look like a ledger without records.
        var why = new RequestFailedException(found.GetRawResponse());
        return TableFault.IsMissingRow(why.ErrorCode) ? null : throw why;
    }

    private Task<LedgerResult<T>> CallAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _call.RunAsync<LedgerResult<T>>(
            async deadline => new LedgerResult<T>.Ok(await work(deadline)),
            why => new LedgerResult<T>.Unavailable(why),
            cancellationToken);
}

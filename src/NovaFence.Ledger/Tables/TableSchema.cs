using Azure;
using Azure.Data.Tables;

namespace NovaFence.Ledger.Tables;

/// <summary>
/// The entity of a partition that says which edition wrote it, and how a partition of the first edition is carried over. It stands in the
/// partition itself, because that is what one transaction may span: the partition is carried over whole, once, or not at all.
/// </summary>
/// <remarks>
/// The first edition reads every entity up to the events, so this one has the columns of a row; that edition never asks for its key. Here
/// it stands before all rows and is none of them.
/// </remarks>
internal sealed class TableSchema(TableClient table, TimeProvider time)
{
    // Several processes may start at once, and one of them is first.
    private const int MaxAttempts = 5;

    /// <summary>Reads the entity, and writes it where it is missing, carrying the rows over that are there.</summary>
    /// <exception cref="UnfitStoreException">This edition cannot read the partition.</exception>
    public async Task<(SchemaNumbers Numbers, bool CarriedOver)> EnsureAsync(string partition, bool readOnly, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(partition, TableKeys.Schema, cancellationToken) is { } entity)
            {
                var numbers = SchemaNumbers.Parse(TableEntities.JsonOf(entity));
                numbers.Enforce();
                return (numbers, false);
            }

            var hasRows = await HasRowsAsync(partition, cancellationToken);
            if (readOnly)
                return (hasRows ? new SchemaNumbers(SchemaNumbers.FirstEdition, SchemaNumbers.FirstEdition) : SchemaNumbers.Current, false);
            try
            {
                await table.SubmitTransactionAsync(
                    hasRows ? await CarryOverAsync(partition, cancellationToken) : [TableEntities.Schema(partition, SchemaNumbers.Current)],
                    cancellationToken);
                return (SchemaNumbers.Current, hasRows);
            }
            catch (RequestFailedException fault) when (attempt < MaxAttempts && TableFault.IsConflict(fault))
            {
                // Another process was first, or the first edition wrote meanwhile.
            }
        }
    }

    /// <summary>The partitions that hold rows, in order, at most <see cref="Partitions.MaxListed"/>.</summary>
    public async Task<List<string>> PartitionsAsync(CancellationToken cancellationToken)
    {
        List<string> partitions = [];
        var last = "";
        while (partitions.Count < Partitions.MaxListed
            && await FirstAsync(TableClient.CreateQueryFilter($"PartitionKey gt {last}"), cancellationToken) is { } first)
        {
            last = first.PartitionKey;
            if (await HasRowsAsync(last, cancellationToken))
                partitions.Add(last);
        }

        return partitions;
    }

    /// <summary>Whether a partition holds rows.</summary>
    public async Task<bool> HasRowsAsync(string partition, CancellationToken cancellationToken) =>
        await FirstAsync(TableKeys.AllRows(partition), cancellationToken) is not null;

    private async Task<List<TableTransactionAction>> CarryOverAsync(string partition, CancellationToken cancellationToken)
    {
        var budget = await FindAsync(partition, TableKeys.Row(FirstEdition.Budget), cancellationToken);
        var pauses = await FindAsync(partition, TableKeys.Row(FirstEdition.Pauses), cancellationToken);
        List<TableTransactionAction> actions =
        [
            TableEntities.Schema(partition, SchemaNumbers.Current),
            Put(FirstEdition.Budget, FirstEdition.PausedBudget(Json(budget)), budget),
            Put(FirstEdition.Pauses, FirstEdition.PausedPauses(Json(pauses), time.GetUtcNow()), pauses),
        ];
        if (budget is not null)
            actions.Add(TableEntities.Copy(partition, budget, FirstEdition.NewBudget));
        if (pauses is not null)
            actions.Add(TableEntities.Copy(partition, pauses, FirstEdition.NewPauses));
        return actions;

        TableTransactionAction Put(string key, string json, TableEntity? old) =>
            TableEntities.Write(partition, new Core.Ledger.RowWrite(key, json, old?.ETag.ToString(), FirstEdition.Reason));
        static string? Json(TableEntity? entity) => entity is null ? null : TableEntities.JsonOf(entity);
    }

    private async Task<TableEntity?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
        if (found.HasValue)
            return found.Value!;
        var why = new RequestFailedException(found.GetRawResponse());
        return TableFault.IsMissingRow(why.ErrorCode) ? null : throw why;
    }

    private async Task<TableEntity?> FirstAsync(string filter, CancellationToken cancellationToken)
    {
        var found = table.QueryAsync<TableEntity>(
            filter, maxPerPage: 1, [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey)], cancellationToken);
        await foreach (var entity in found)
            return entity;
        return null;
    }
}

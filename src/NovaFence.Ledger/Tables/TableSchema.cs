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

    /// <summary>Reads the entity, and writes what is missing, carrying the rows over that are there.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="readOnly">Whether nothing is written.</param>
    /// <param name="make">Whether an empty partition is to become a ledger.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UnfitStoreException">This edition cannot read the partition, or it is not a ledger's.</exception>
    public async Task<FoundSchema> EnsureAsync(string partition, bool readOnly, bool make, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(partition, TableKeys.Schema, cancellationToken) is { } entity)
            {
                var numbers = SchemaNumbers.Parse(TableEntities.JsonOf(entity));
                numbers.Enforce();
                if (TableEntities.IdOf(entity) is { } id)
                    return new FoundSchema(numbers, id);
                if (readOnly || await TryGiveIdAsync(entity, cancellationToken) || attempt == MaxAttempts)
                    return new FoundSchema(numbers, null);
                continue;
            }

            var hasRows = await FirstRowAsync(partition, cancellationToken) is { } first
                && (TableEntities.IsRow(first) ? true : throw new UnfitStoreException("is a table of something else."));
            if (readOnly || !(hasRows || make))
                return new FoundSchema(hasRows ? new SchemaNumbers(SchemaNumbers.FirstEdition, SchemaNumbers.FirstEdition) : SchemaNumbers.Current, null) { IsAssumed = true };
            try
            {
                var id = LedgerId.Text(LedgerId.Draw());
                var schema = TableEntities.Schema(partition, SchemaNumbers.Current, id);
                await table.SubmitTransactionAsync(hasRows ? [schema, .. await CarryOverAsync(partition, cancellationToken)] : [schema], cancellationToken);
                return new FoundSchema(SchemaNumbers.Current, id) { CarriedOver = hasRows };
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

    /// <summary>The id of an open partition, as it is by now; null where it has none.</summary>
    public async Task<string?> IdAsync(string partition, CancellationToken cancellationToken) =>
        await FindAsync(partition, TableKeys.Schema, cancellationToken) is { } entity ? TableEntities.IdOf(entity) : null;

    /// <summary>Whether the table holds anything.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken) =>
        await FirstAsync(TableClient.CreateQueryFilter($"PartitionKey gt {""}"), cancellationToken) is not null;

    /// <summary>
    /// Gives a ledger that an earlier version made its number. False: read it, whoever was first. True: it goes without one for now, because it cannot be written.
    /// </summary>
    private async Task<bool> TryGiveIdAsync(TableEntity schema, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(TableEntities.WithId(schema, LedgerId.Text(LedgerId.Draw())), schema.ETag, TableUpdateMode.Merge, cancellationToken);
            return false;
        }
        catch (RequestFailedException fault)
        {
            return !TableFault.IsConflict(fault);
        }
    }

    private async Task<List<TableTransactionAction>> CarryOverAsync(string partition, CancellationToken cancellationToken)
    {
        var budget = await FindAsync(partition, TableKeys.Row(FirstEdition.Budget), cancellationToken);
        var pauses = await FindAsync(partition, TableKeys.Row(FirstEdition.Pauses), cancellationToken);
        List<TableTransactionAction> actions =
        [
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

    private Task<TableEntity?> FirstRowAsync(string partition, CancellationToken cancellationToken) =>
        FirstAsync(TableKeys.AllRows(partition), select: null, cancellationToken);

    private Task<TableEntity?> FirstAsync(string filter, CancellationToken cancellationToken) =>
        FirstAsync(filter, [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey)], cancellationToken);

    private async Task<TableEntity?> FirstAsync(string filter, string[]? select, CancellationToken cancellationToken)
    {
        var found = table.QueryAsync<TableEntity>(filter, maxPerPage: 1, select, cancellationToken);
        await foreach (var entity in found)
            return entity;
        return null;
    }
}

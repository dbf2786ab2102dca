using Azure;
using Azure.Data.Tables;

namespace NovaFence.Ledger.Tables;

/// <summary>One walk through a partition's events that removes the old ones, a page of keys at a time.</summary>
/// <remarks>
/// The events of a host stand newest first, so the walk leaps over what is young and is left of a host, and never asks for more than keys. A filter over
/// the column with the moment would make the service read every event there is.
/// </remarks>
internal sealed class TableEventRemoval(TableClient table, string partition, DateTimeOffset before, int limit)
{
    // https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination
    private const int MaxPage = 1000;
    // https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
    private const int MaxTransaction = 100;
    private const int MaxAtOnce = 16;

    private static readonly string[] KeysOnly = [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey)];

    private string _from = TableKeys.FirstEvent;

    public int Removed { get; private set; }

    /// <summary>Whether the limit is reached or the last event was looked at.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Looks at one page, and gives what <see cref="Removed"/> is after it.</summary>
    public async Task<int> StepAsync(CancellationToken cancellationToken)
    {
        // Never more than may be removed: whatever is old on the page goes, and the walk passes by nothing.
        var page = await PageAsync(Math.Min(MaxPage, limit - Removed), cancellationToken);
        foreach (var some in page.Where(IsOld).Chunk(MaxTransaction))
            Removed += await RemoveAsync(some, cancellationToken);

        IsOver = page.Count == 0 || Removed >= limit;
        if (page is [.., var last])
            _from = IsOld(last) ? last : TableKeys.OlderThan(before, last) ?? last;
        return Removed;
    }

    private bool IsOld(string key) => TableKeys.OlderThan(before, key) is { } older && string.CompareOrdinal(key, older) > 0;

    private async Task<List<string>> PageAsync(int size, CancellationToken cancellationToken)
    {
        List<string> keys = [];
        var found = table.QueryAsync<TableEntity>(TableKeys.AllBehind(partition, _from), size, KeysOnly, cancellationToken);
        await foreach (var page in found.AsPages())
        {
            keys.AddRange(page.Values.Select(entity => entity.RowKey));
            // The service may give an empty page, and more behind it.
            if (keys.Count > 0)
                break;
        }

        return keys;
    }

    /// <summary>All in one transaction; where one of them is gone already that fails, and each goes by itself.</summary>
    private async Task<int> RemoveAsync(string[] keys, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(
                keys.Select(key => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, key), ETag.All)),
                cancellationToken);
            return keys.Length;
        }
        catch (RequestFailedException fault) when (TableFault.IsConflict(fault))
        {
            var removed = 0;
            foreach (var some in keys.Chunk(MaxAtOnce))
                removed += (await Task.WhenAll(some.Select(key => RemoveAsync(key, cancellationToken)))).Count(isGone => isGone);
            return removed;
        }
    }

    private async Task<bool> RemoveAsync(string key, CancellationToken cancellationToken)
    {
        // The SDK takes a 404 for done.
        var answer = await table.DeleteEntityAsync(partition, key, ETag.All, cancellationToken);
        return answer.Status < 400;
    }
}

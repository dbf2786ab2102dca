using Azure;
using Azure.Data.Tables;
using NovaFence.Core.Ledger;
using NovaFence.Ledger.Tables;

namespace NovaFence.Ledger.Tests.Contract;

internal sealed class TablesTestStore(AzuriteFixture azurite) : ITestStore
{
    private readonly List<TableLedger> _open = [];
    public string Table { get; } = $"T{Guid.NewGuid():N}";

    public ILedgerStore Open(string? partition = "RegionOne", LedgerAccess access = LedgerAccess.ReadAndWrite) =>
        Open(azurite.ConnectionString, new StoreSettings(partition, access, TimeSpan.FromSeconds(60), TimeProvider.System));

    public TableLedger Open(string connectionString, string partition, TimeSpan timeout, TimeProvider? time = null) =>
        Open(connectionString, new StoreSettings(partition, LedgerAccess.ReadAndWrite, timeout, time ?? TimeProvider.System));

    private TableLedger Open(string connectionString, StoreSettings settings)
    {
        var options = new TablesOptions { ConnectionString = connectionString, TableName = Table };
        var ledger = new TableLedger(options, settings);
        _open.Add(ledger);
        return ledger;
    }

    public async Task WriteFirstEditionAsync(string partition, IReadOnlyDictionary<string, string> rows)
    {
        await Client.CreateIfNotExistsAsync();
        foreach (var (key, json) in rows)
            await Client.SubmitTransactionAsync([TableEntities.Write(TableKeys.Partition(partition), new RowWrite(key, json, null, "old"))]);
    }

    public async Task WriteNumbersAsync(string partition, int written, int readableFrom) =>
        await Client.UpdateEntityAsync(
            TableEntities.Schema(TableKeys.Partition(partition), new SchemaNumbers(written, readableFrom), id: null).Entity, ETag.All, TableUpdateMode.Merge);

    public async Task<(int Written, int ReadableFrom)> ReadNumbersAsync(string partition)
    {
        var entity = (await Client.GetEntityAsync<TableEntity>(TableKeys.Partition(partition), TableKeys.Schema)).Value;
        var numbers = SchemaNumbers.Parse(TableEntities.JsonOf(entity));
        return (numbers.Written, numbers.ReadableFrom);
    }

    public async Task DamageAsync(string partition, Damaged what, Damage how)
    {
        var filter = what.IsEvent ? TableKeys.AllEventsOf(TableKeys.Partition(partition), what.Key) : $"RowKey eq '{TableKeys.Row(what.Key)}'";
        var entity = await Client.QueryAsync<TableEntity>(filter).FirstAsync();
        if (how == Damage.NoName)
            entity.Remove(what.IsEvent ? "Id" : "Name");
        else if (how == Damage.NoJson)
            entity.Remove("Json");
        else
            entity["Json"] = how == Damage.Bytes ? new byte[] { 0, 255 } : 7;
        await Client.UpdateEntityAsync(entity, ETag.All, TableUpdateMode.Replace);
    }

    public async Task<bool> ForgetIdAsync(string partition)
    {
        var entity = (await Client.GetEntityAsync<TableEntity>(TableKeys.Partition(partition), TableKeys.Schema)).Value;
        var had = entity.Remove("LedgerId");
        await Client.UpdateEntityAsync(entity, ETag.All, TableUpdateMode.Replace);
        return had;
    }

    public async Task RemoveAsync() => await Client.DeleteAsync();

    private TableClient Client => new(azurite.ConnectionString, Table);

    public ValueTask DisposeAsync()
    {
        _open.ForEach(ledger => ledger.Dispose());
        return ValueTask.CompletedTask;
    }
}

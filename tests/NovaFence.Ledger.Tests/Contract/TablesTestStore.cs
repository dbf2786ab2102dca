using NovaFence.Core.Ledger;
using NovaFence.Ledger.Tables;
using NovaFence.Testing;

namespace NovaFence.Ledger.Tests.Contract;

internal sealed class TablesTestStore(AzuriteFixture azurite) : ITestStore
{
    private readonly List<TableLedger> _open = [];
    public string Table { get; } = $"T{Guid.NewGuid():N}";

    public ILedger Open(string partition = "RegionOne") => Open(azurite.ConnectionString, partition, TimeSpan.FromSeconds(60));

    public TableLedger Open(string connectionString, string partition, TimeSpan timeout, TimeProvider? time = null)
    {
        var options = new TablesOptions { ConnectionString = connectionString, TableName = Table };
        var ledger = new TableLedger(options, partition, timeout, time ?? TimeProvider.System);
        _open.Add(ledger);
        return ledger;
    }

    public ValueTask DisposeAsync()
    {
        _open.ForEach(ledger => ledger.Dispose());
        return ValueTask.CompletedTask;
    }
}

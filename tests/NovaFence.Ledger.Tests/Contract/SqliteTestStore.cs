using NovaFence.Core.Ledger;
using NovaFence.Ledger.Sqlite;

namespace NovaFence.Ledger.Tests.Contract;

internal sealed class SqliteTestStore : ITestStore
{
    private readonly List<SqliteLedger> _open = [];

    public TempFolder Folder { get; } = new();

    public string Path => System.IO.Path.Combine(Folder.Path, "ledger.db");

    public ILedger Open(string partition = "RegionOne") => Open(partition, TimeSpan.FromSeconds(60));

    public SqliteLedger Open(string partition, TimeSpan timeout, TimeProvider? time = null)
    {
        var ledger = new SqliteLedger(Path, partition, timeout, time ?? TimeProvider.System);
        _open.Add(ledger);
        return ledger;
    }

    public ValueTask DisposeAsync()
    {
        _open.ForEach(ledger => ledger.Dispose());
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

/// <summary>What holds of every store before a ledger is open in it; each test starts without one.</summary>
public abstract class StoreContract : IAsyncDisposable
{
    private protected StoreContract(ITestStore store) => Store = store;

    private protected ITestStore Store { get; }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Store.DisposeAsync();
    }

    private protected async Task<ILedgerStore> OpenAsync(string? partition = null)
    {
        var ledger = Store.Open(partition);
        (await ledger.InitializeAsync(Token)).Value();
        return ledger;
    }

    private protected static async Task<LedgerDescription> DescribeAsync(ILedgerStore ledger) => (await ledger.DescribeAsync(Token)).Value();

    private protected static async Task<Dictionary<string, LedgerRow>> RowsAsync(ILedgerStore ledger) =>
        (await ledger.ReadAllAsync(Token)).Value().ToDictionary(row => row.Key, StringComparer.Ordinal);

    private protected static async Task WriteAsync(ILedgerStore ledger, string key = "host:A") =>
        (await ledger.CommitAsync(new LedgerCommit([new RowWrite(key, "{}", null)], []), Token)).Versions();
}

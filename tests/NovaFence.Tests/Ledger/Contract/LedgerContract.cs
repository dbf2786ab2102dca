using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

/// <summary>What every store must do; each test starts on an empty one.</summary>
public abstract class LedgerContract : IAsyncLifetime
{
    private readonly ITestStore _store;

    private protected LedgerContract(ITestStore store) => _store = store;

    private protected ILedger Ledger { get; private set; } = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Ledger = _store.Open();
        (await Ledger.InitializeAsync(Token)).Value().Should().BeTrue();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _store.DisposeAsync();
    }

    private protected ILedger OpenAnother(string partition = "RegionOne") => _store.Open(partition);

    private protected Task<CommitResult> CommitAsync(params RowWrite[] writes) => Ledger.CommitAsync(new LedgerCommit(writes, []), Token);

    private protected Task<CommitResult> AppendAsync(params LedgerEvent[] events) => Ledger.CommitAsync(new LedgerCommit([], events), Token);

    /// <summary>Inserts a row and gives its version.</summary>
    private protected async Task<string> InsertAsync(string key, string json = """{"n":1}""") =>
        (await CommitAsync(new RowWrite(key, json, null))).Versions()[key];

    private protected async Task<LedgerRow?> FindAsync(string key) => (await Ledger.ReadAsync([key], Token)).Value().SingleOrDefault();

    private protected async Task<IReadOnlyList<LedgerRow>> AllAsync() => (await Ledger.ReadAllAsync(Token)).Value();

    private protected async Task<IReadOnlyList<LedgerEvent>> EventsAsync(string host, int limit = 1000) =>
        (await Ledger.ReadEventsAsync(host, limit, Token)).Value();
}

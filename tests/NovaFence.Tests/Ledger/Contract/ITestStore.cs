namespace NovaFence.Ledger.Tests.Contract;

/// <summary>An empty store of a test's own.</summary>
internal interface ITestStore : IAsyncDisposable
{
    /// <summary>Another ledger on the same store, as another process would have.</summary>
    ILedgerStore Open(string? partition = "RegionOne", LedgerAccess access = LedgerAccess.ReadAndWrite);

    /// <summary>Writes a partition as the first edition did.</summary>
    Task WriteFirstEditionAsync(string partition, IReadOnlyDictionary<string, string> rows);

    /// <summary>Says of a partition that is open that another edition wrote it.</summary>
    Task WriteNumbersAsync(string partition, int written, int readableFrom);

    /// <summary>Damages a row, or the first event of a host, as somebody does who edits the store by hand.</summary>
    Task DamageAsync(string partition, Damaged what, Damage how);

    /// <summary>Takes the number from a ledger that says which one it is, and says whether it had one: earlier versions gave none.</summary>
    Task<bool> ForgetIdAsync(string partition);

    /// <summary>Takes the store away from under whoever has it open. Whoever initializes a ledger there then makes another one.</summary>
    Task RemoveAsync();

    /// <summary>The two numbers as the store holds them.</summary>
    Task<(int Written, int ReadableFrom)> ReadNumbersAsync(string partition);
}

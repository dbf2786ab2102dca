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

    /// <summary>The two numbers as the store holds them.</summary>
    Task<(int Written, int ReadableFrom)> ReadNumbersAsync(string partition);
}

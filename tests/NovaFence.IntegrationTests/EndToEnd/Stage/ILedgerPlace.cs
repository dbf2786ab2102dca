namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>A ledger of a test's own, which every instance of the test shares.</summary>
internal interface ILedgerPlace : IAsyncDisposable
{
    /// <summary>The configuration that leads to it.</summary>
    IEnumerable<KeyValuePair<string, string?>> Settings { get; }

    /// <summary>From now on no instance can write.</summary>
    Task TakeAwayAsync();

    /// <summary>It is back, with all that was in it.</summary>
    Task BringBackAsync();

    /// <summary>All that is stored in it, for somebody who looks for what must not be there.</summary>
    Task<string> ReadWholeAsync();
}

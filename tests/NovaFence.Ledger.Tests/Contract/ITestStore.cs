using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

/// <summary>An empty store of a test's own.</summary>
internal interface ITestStore : IAsyncDisposable
{
    /// <summary>Another ledger on the same store, as another process would have.</summary>
    ILedger Open(string partition = "RegionOne");
}

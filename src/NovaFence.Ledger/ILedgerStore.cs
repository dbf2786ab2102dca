using NovaFence.Core.Ledger;

namespace NovaFence.Ledger;

/// <summary>A store, under both of the names that it is asked for. Disposing of it twice is harmless: the container knows it under each.</summary>
internal interface ILedgerStore : ILedger, ILedgerDescription, IDisposable;

using NovaFence.Core.Ledger;
using NovaFence.Simulation.Instances;

namespace NovaFence.Simulation.Outside;

/// <summary>A commit that was stored.</summary>
/// <param name="Number">When, in the order of everything that happened.</param>
/// <param name="At">When.</param>
/// <param name="By">Whose it was.</param>
/// <param name="Commit">What it wrote.</param>
/// <param name="Rows">All rows after it.</param>
internal sealed record StoredCommit(long Number, DateTimeOffset At, Instance By, LedgerCommit Commit, IReadOnlyDictionary<string, LedgerRow> Rows);

using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutBudget() : Break("budget", 5, "no place in the budget is reserved")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Row = row => row.Key == LedgerKey.Budget ? row with { Json = """{"places":[]}""" } : row,
        Commit = commit => Task.FromResult(commit with
        {
            Writes = [.. commit.Writes.Select(write => write.Key == LedgerKey.Budget ? write with { Json = """{"places":[]}""" } : write)],
        }),
    };
}

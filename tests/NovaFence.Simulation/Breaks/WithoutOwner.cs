using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutOwner() : Break("owner", 2, "what an operator forced down is taken for forced down by an alert")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Commit = commit => Task.FromResult(commit with
        {
            Writes = [.. commit.Writes.Select(write => write with { Json = write.Json?.Replace("\"owner\":\"operator\"", "\"owner\":\"alert\"", StringComparison.Ordinal) })],
        }),
        Row = row => row with { Json = row.Json.Replace("\"owner\":\"operator\"", "\"owner\":\"alert\"", StringComparison.Ordinal) },
    };
}

using System.Text.Json.Nodes;
using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutPauses() : Break("pauses", 9, "pauses are taken, and nobody minds them")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Row = row => row.Key == LedgerKey.Budget ? row with { Json = WithoutMarks(row.Json) } : row,
        Commit = commit => Task.FromResult(commit with
        {
            Writes = [.. commit.Writes.Select(write => write is { Key: LedgerKey.Budget, Json: { } json } ? write with { Json = WithoutMarks(json) } : write)],
        }),
    };

    private static string WithoutMarks(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        row.Remove("paused");
        return row.ToJsonString();
    }
}

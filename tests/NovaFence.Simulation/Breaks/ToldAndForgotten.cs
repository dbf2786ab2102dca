using System.Text.Json.Nodes;
using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record ToldAndForgotten() : Break("told-and-forgotten", 12, "that a BMC was told is read from no row: it is told again")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Row = row => row.Key.StartsWith("host:", StringComparison.Ordinal) ? row with { Json = Without(row.Json) } : row,
        Commit = commit => Task.FromResult(commit),
    };

    private static string Without(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        return row.Remove("switched_off") ? row.ToJsonString() : json;
    }
}

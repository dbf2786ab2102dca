using System.Text.Json.Nodes;
using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutOverruling() : Break("overruled", 9, "nobody remembers that an operator raised a host")
{
    internal override int FirstSeed => 320;

    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Row = row => row.Key.StartsWith("host:", StringComparison.Ordinal) ? row with { Json = Forget(row.Json) } : row,
    };

    private static string Forget(string json)
    {
        if (!json.Contains("overruled", StringComparison.Ordinal))
            return json;
        var row = JsonNode.Parse(json)!.AsObject();
        row.Remove("overruled_at");
        foreach (var alert in row["alerts"]?.AsArray() ?? [])
            alert!.AsObject().Remove("overruled");
        return row.ToJsonString();
    }
}

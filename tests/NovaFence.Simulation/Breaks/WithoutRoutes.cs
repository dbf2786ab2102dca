using System.Text.RegularExpressions;
using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed partial record WithoutRoutes() : Break("route", 8, "the ledger does not keep which route an alert was accepted under, and the first one is taken for it")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Row = row => row with { Json = Route().Replace(row.Json, "\"route\":\"released\"") },
        Commit = commit => Task.FromResult(commit with
        {
            Writes = [.. commit.Writes.Select(write => write.Json is { } json ? write with { Json = Route().Replace(json, "\"route\":\"released\"") } : write)],
        }),
    };

    [GeneratedRegex("\"route\":\"[^\"]+\"", RegexOptions.NonBacktracking)]
    private static partial Regex Route();
}

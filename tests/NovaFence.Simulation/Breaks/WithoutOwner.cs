using System.Text.RegularExpressions;
using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed partial record WithoutOwner() : Break("owner", 9, "what an operator forced down is taken for forced down by an alert")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Commit = commit => Task.FromResult(commit with { Writes = [.. commit.Writes.Select(write => write with { Json = write.Json is { } json ? Forget(json) : null })] }),
        Row = row => row with { Json = Forget(row.Json) },
    };

    /// <summary>His word is forgotten as soon as Nova has done it.</summary>
    private static string Forget(string json) => Word().Replace(json, "").Replace("\"owner\":\"operator\"", "\"owner\":\"alert\"", StringComparison.Ordinal);

    [GeneratedRegex("\"word\":\\{\"down\":true[^}]*\"done_at\":\"[^}]*\\},?", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();
}

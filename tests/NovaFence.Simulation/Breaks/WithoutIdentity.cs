using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutIdentity() : Break("identity", 10, "the ledger keeps no row that says which host an alert belongs to")
{
    private const string Prefix = "alert:";

    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Commit = commit => Task.FromResult(commit with { Writes = [.. commit.Writes.Where(write => !IsIdentity(write.Key))] }),
        Result = (commit, result) => result is CommitResult.Committed { Versions: var versions }
            ? new CommitResult.Committed(commit.Writes.Where(write => write.Json is not null).ToDictionary(write => write.Key, write => versions.GetValueOrDefault(write.Key, "?"), StringComparer.Ordinal))
            : result,
    };

    private static bool IsIdentity(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}

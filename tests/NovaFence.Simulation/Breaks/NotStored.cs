using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record NotStored() : Break("silence", 3, "a commit of which nothing was heard is taken as stored")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Result = (commit, result) => result is CommitResult.Unavailable
            ? new CommitResult.Committed(commit.Writes.Where(write => write.Json is not null).ToDictionary(write => write.Key, _ => "?", StringComparer.Ordinal))
            : result,
    };
}

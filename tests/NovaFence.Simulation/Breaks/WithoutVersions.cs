using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutVersions() : Break("versions", 4, "the ledger stores whatever comes, whoever was faster")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger)
    {
        Commit = async commit =>
        {
            var read = await ledger.ReadAsync([.. commit.Writes.Select(write => write.Key)], CancellationToken.None);
            if (read is not LedgerResult<IReadOnlyList<LedgerRow>>.Ok { Value: var rows })
                return commit;
            var versions = rows.ToDictionary(row => row.Key, row => row.Version, StringComparer.Ordinal);
            return commit with { Writes = [.. commit.Writes.Select(write => write with { ExpectedVersion = versions.GetValueOrDefault(write.Key) })] };
        },
    };
}

using NovaFence.Core.Ledger;

namespace NovaFence.Core.Audit;

/// <summary>What the audits found, whichever instance ran them.</summary>
public interface IAuditHistory
{
    /// <summary>
    /// The last audit, and before it those that found something else than the one before them, newest first: at most <paramref name="limit"/> (1 or more).
    /// Of earlier ones at most 25 findings are kept, and for how long <see cref="Options.AuditOptions.KeepEvents"/> says.
    /// </summary>
    Task<LedgerResult<IReadOnlyList<AuditReport>>> RecentAsync(int limit, CancellationToken cancellationToken);
}

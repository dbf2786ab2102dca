using NovaFence.Core.Ledger;

namespace NovaFence.Core.Audit;

/// <summary>What was done of each host over some time, what would have been done, and what was held.</summary>
public interface IReport
{
    /// <summary>Reads the events of every host that Nova or the ledger knows. Changes nothing, and asks Nova nothing that this process does not know already.</summary>
    /// <param name="since">What happened before this moment is not counted, UTC.</param>
    /// <param name="cancellationToken">The request's.</param>
    Task<LedgerResult<Report>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>Says what would become of a delivery if it came now, and why, without touching anything.</summary>
public interface IExplainer
{
    /// <summary>
    /// Decides about each alert in turn, as if those before it had been dealt with. Nothing is written and Nova is not called; the fleet is the one
    /// that is known.
    /// </summary>
    Task<LedgerResult<IReadOnlyList<Explanation>>> ExplainAsync(IReadOnlyList<AlertEvent> alerts, CancellationToken cancellationToken);
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>Says what would become of a delivery if it came now, and why, without touching anything.</summary>
public interface IExplainer
{
    /// <summary>
    /// Decides about the alerts in the order in which a delivery deals with them, each as if those before it had been dealt with. Nothing is written; Nova is asked for its
    /// services, and a route's evidence is read, and nothing else.
    /// </summary>
    Task<LedgerResult<IReadOnlyList<Explanation>>> ExplainAsync(IReadOnlyList<AlertEvent> alerts, CancellationToken cancellationToken);
}

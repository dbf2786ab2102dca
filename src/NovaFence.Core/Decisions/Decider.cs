using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions.Rules;

namespace NovaFence.Core.Decisions;

/// <summary><c>Decide(alert event, situation) → verdict + reason</c>: the rules in their order, the first that applies.</summary>
public static class Decider
{
    private static readonly IRule[] Rules =
    [
        new RouteRule(),
        new FreshnessRule(),
        new HostRule(),
        new OrderingRule(),
        new NothingToDoRule(),
        new ModeRule(),
        new EvidenceRule(),
        new BudgetRule(),
        new OwnershipRule(),
    ];

    /// <summary>Decides about one alert.</summary>
    public static Verdict Decide(AlertEvent alert, Situation situation)
    {
        foreach (var rule in Rules)
        {
            if (rule.Decide(alert, situation) is { } verdict)
                return verdict;
        }

        throw new InvalidOperationException("the last rule decides always");
    }

    /// <summary>
    /// Whether a firing alert may hold the host down by its own merit: its route, its age and its evidence, whatever else is the case. A host
    /// stays down while such an alert fires, so that the same events give the same end in any order.
    /// </summary>
    internal static bool HasMerit(AlertEvent alert, Situation situation) =>
        new RouteRule().Decide(alert, situation) is null
        && new FreshnessRule().Decide(alert, situation) is null
        && new EvidenceRule().Decide(alert, situation) is null;
}

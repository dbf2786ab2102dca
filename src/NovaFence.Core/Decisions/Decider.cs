using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions.Rules;
using NovaFence.Core.Options;

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
        new PauseRule(),
        new MonitoringRule(),
        new EvidenceRule(),
        new StormRule(),
        new BudgetRule(),
        new OwnershipRule(),
    ];

    /// <summary>Decides about one alert.</summary>
    public static Verdict Decide(AlertEvent alert, Situation situation) => Explain(alert, situation).Verdict;

    /// <summary>The same, with the name of the rule that decided.</summary>
    public static (string Rule, Verdict Verdict) Explain(AlertEvent alert, Situation situation)
    {
        foreach (var rule in Rules)
        {
            if (rule.Decide(alert, situation) is { } verdict)
                return (Name(rule), Observed(verdict, situation));
        }

        throw new InvalidOperationException("the last rule decides always");
    }

    /// <summary>The rules' names in their order, as <see cref="Explain"/> gives them.</summary>
    public static IReadOnlyList<string> RuleNames { get; } = [.. Rules.Select(Name)];

    /// <summary>
    /// Whether a firing alert may hold the host down by its own merit: its route, its age and its evidence, whatever else is the case. A host
    /// stays down while such an alert fires, so that the same events give the same end in any order.
    /// </summary>
    internal static bool HasMerit(AlertEvent alert, Situation situation) =>
        new RouteRule().Decide(alert, situation) is null
        && new FreshnessRule().Decide(alert, situation) is null
        && new EvidenceRule().Decide(alert, situation) is null;

    /// <summary>Where NovaFence only observes, everything is decided as ever, and what would be done is not.</summary>
    private static Verdict Observed(Verdict verdict, Situation situation) => (situation.Mode, verdict.Kind) switch
    {
        (FenceMode.Observe, VerdictKind.ForceDown) => new Verdict(VerdictKind.Observed, Reason.ObserveOnly, $"would have forced down {verdict.Facts}"),
        (FenceMode.Observe, VerdictKind.Unset) => new Verdict(VerdictKind.Observed, Reason.ObserveOnly, $"would have unset: {verdict.Facts}"),
        _ => verdict,
    };

    private static string Name(IRule rule) => string.Concat(rule.GetType().Name[..^"Rule".Length].Select((letter, index) =>
        index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
}

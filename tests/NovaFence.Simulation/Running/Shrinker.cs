using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Sentences;

namespace NovaFence.Simulation.Running;

/// <summary>Leaves out of a history whatever the violation does not need (delta debugging).</summary>
internal static class Shrinker
{
    /// <summary>Chances tried for each shorter history: without a step the same numbers fall on other things.</summary>
    private const int Chances = 12;

    internal static (History History, Violation Violation) Shrink(History history, Violation violation, Break broken)
    {
        var best = (History: history, Violation: violation);
        for (var shorter = true; shorter;)
        {
            shorter = false;
            for (var size = Math.Max(1, best.History.Steps.Count / 2); size >= 1; size /= 2)
            {
                for (var from = 0; from < best.History.Steps.Count;)
                {
                    // In the end they fence: that is no trouble, without which everything would have to be well.
                    var steps = best.History.Steps.Where((step, index) => index < from || index >= from + size || step is ChangeMode { Observes: false }).ToList();
                    if (steps.Count < best.History.Steps.Count && Try(best.History with { Steps = steps }, violation.Sentence, broken) is { } found)
                        (best, shorter) = (found, true);
                    else
                        from += size;
                }
            }

            foreach (var simpler in Simpler(best.History))
            {
                if (Try(simpler, violation.Sentence, broken) is { } found)
                {
                    (best, shorter) = (found, true);
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>The same with less in one step.</summary>
    private static IEnumerable<History> Simpler(History history)
    {
        for (var index = 0; index < history.Steps.Count; index++)
        {
            if (history.Steps[index] is not Deliver { Alerts.Count: > 1 } deliver)
                continue;
            foreach (var left in deliver.Alerts)
                yield return history with { Steps = [.. history.Steps.Select((step, at) => at == index ? deliver with { Alerts = [.. deliver.Alerts.Where(said => said != left)] } : step)] };
        }
    }

    private static (History, Violation)? Try(History history, int sentence, Break broken)
    {
        for (var chance = 0; chance < Chances; chance++)
        {
            var tried = chance == 0 ? history : history with { Seed = unchecked(history.Seed + chance) };
            if (Historian.Judge(tried, broken) is { } violation && violation.Sentence == sentence)
                return (tried, violation);
        }

        return null;
    }
}

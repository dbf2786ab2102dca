using System.Globalization;
using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>A violation, for a person: the seed, the sentence, and the shortest history found.</summary>
internal static class Report
{
    private static readonly string[] Sentences =
    [
        "no exception comes out, and everything comes to an end",
        "no forced_down: true goes to Nova without an authentic, newest, evidenced, in-budget event, or an operator's word",
        "nothing is unset that an alert did not force down through NovaFence, unless an operator says so by name",
        "what was answered 2xx is in the ledger; what is not in the ledger was answered 503",
        "of one alert, older never overrules newer",
        "down and going-down hosts never exceed the budget, over all instances",
        "after a crash at any point, one audit later the host is where the newest accepted event wants it, or there is a finding",
        "no secret or token in a log, an answer, the ledger or an exception",
        "no host is unset for its alerts' end while an evacuation from it is in flight, or while its nova-compute stands still",
        "what is paused is neither forced down nor unset, for an alert or by the audit",
    ];

    internal static string Title(int sentence) => string.Create(CultureInfo.InvariantCulture, $"sentence {sentence}, {Sentences[sentence]}");

    internal static IEnumerable<string> Of(History found, Break broken)
    {
        var first = Historian.Judge(found, broken)!;
        var (shortest, violation) = Shrinker.Shrink(found, first, broken);
        yield return string.Create(CultureInfo.InvariantCulture, $"VIOLATION of {Title(violation.Sentence)}");
        yield return string.Create(CultureInfo.InvariantCulture, $"seed {found.Seed}: {first.What}");
        yield return "";
        yield return string.Create(CultureInfo.InvariantCulture, $"The shortest history found, {shortest.Steps.Count} of {found.Steps.Count} steps, chance {shortest.Seed}: {shortest.Instances} instances, {shortest.Hosts} hosts, budget {shortest.Budget}:");
        foreach (var step in shortest.Steps)
            yield return string.Create(CultureInfo.InvariantCulture, $"{step.At.TotalSeconds,9:0.000} s  {step.Describe()}");
        yield return "";
        yield return "What happened:";
        var timeline = new List<string>();
        Historian.Judge(shortest, broken, timeline);
        foreach (var line in timeline)
            yield return line;
        yield return "";
        yield return violation.What;
    }
}

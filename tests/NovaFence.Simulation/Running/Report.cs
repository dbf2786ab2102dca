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
        "no forced_down: true goes to Nova without an authentic, newest, evidenced, in-budget event that the look did not contradict (or none could be had), or an operator's word",
        "nothing is unset that was not seen free by the look of the intent that took it down, unless an operator says so by name",
        "what was answered 2xx and not ignored is in the ledger; what is not in the ledger and not ignored was answered 503 or 4xx",
        "of one alert the last word received counts: within the window nothing is done until it ends, after it a firing event is a new period",
        "no alert makes the hosts down, ours and others', more than the budget allows, over all instances",
        "after a crash at any point, one audit later the host is where the newest accepted event wants it, or there is a finding",
        "no secret or token in a log, an answer, the ledger or an exception",
        "no host is unset while an evacuation from it is in flight, its nova-compute stands still, or an alert of it fires that was accepted or is held",
        "what an operator forced down only an operator raises, what he raised no alert period known then takes down, and what he paused is left alone",
        "which host is acted on never rests on another host's name, label or alert",
        "under power:off no host is forced down while its machine ran within the read-back window",
        "no machine is switched off but for an alert whose route says so, with a look and the ledger's knowledge, nor twice within ten minutes; and nothing is unset while it may go off",
    ];

    internal static string Title(int sentence) => string.Create(CultureInfo.InvariantCulture, $"sentence {sentence}, {Sentences[sentence]}");

    internal static IEnumerable<string> Of(History found, Break broken)
    {
        var first = Historian.Judge(found, broken)!;
        var (shortest, violation) = Shrinker.Shrink(found, first, broken);
        yield return string.Create(CultureInfo.InvariantCulture, $"VIOLATION of {Title(violation.Sentence)}");
        yield return string.Create(CultureInfo.InvariantCulture, $"seed {found.Seed}{(found.IsMixed ? " --mixed" : "")}: {first.What}");
        yield return "";
        yield return string.Create(CultureInfo.InvariantCulture, $"The shortest history found, {shortest.Steps.Count} of {found.Steps.Count} steps, chance {shortest.Seed}: {shortest.Instances} instances, {shortest.Hosts} hosts, {Words(shortest)}:");
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

    /// <summary>How it is configured, and what kind of cloud it has.</summary>
    private static string Words(History history) => string.Join(", ", Settings(history));

    private static IEnumerable<string> Settings(History history)
    {
        var setup = history.Setup;
        yield return string.Create(CultureInfo.InvariantCulture, $"budget {setup.Budget}, share {setup.Share}, settle time {setup.Settle.TotalSeconds} s");
        (bool Is, string Words)[] special =
        [
            (setup.Disables, "disables"), (setup.HasStorms, "storms"), (setup.HasPower, "power"), (setup.HasSamples, "samples"), (setup.HasDomains, "full names"), (setup.SwitchesOff, "switches off"), (setup.TwoAgree, "two agree"),
            (setup.Ignores, "ignores contradictions"), (setup.HasWatchdog, "a watchdog"), (history.IsTold, "a receiver"), (history.OperatorsForce, "operators force"),
            (history.ObservesAtFirst, "observes at first"), (history.ClocksDiffer, "the instances' clocks differ"), (history.ClocksLeap, "clocks leap"), (history.ReportsSlowly, "a report a minute"),
        ];
        foreach (var (_, words) in special.Where(one => one.Is))
            yield return words;
        if (history.Others is { } others)
            yield return $"every other instance: {others}";
        if (history.CloudAhead != TimeSpan.Zero)
            yield return string.Create(CultureInfo.InvariantCulture, $"the cloud's clock {history.CloudAhead.TotalSeconds} s ahead{(history.KnowsCloudsClock ? "" : " and nobody knows it")}");
        yield return string.Create(CultureInfo.InvariantCulture, $"{history.Servers} with a timer");
    }
}

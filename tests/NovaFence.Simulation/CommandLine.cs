using System.CommandLine;
using System.Globalization;
using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;
using NovaFence.Simulation.Sentences;

namespace NovaFence.Simulation;

/// <summary>What the simulation takes and prints.</summary>
internal static class CommandLine
{
    private const int Clean = 0;
    private const int Violated = 1;
    private const int Usage = 2;

    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(5);

    private static readonly Option<int> Count = new("--histories") { Description = "How many histories.", DefaultValueFactory = _ => 10_000, HelpName = "N" };
    private static readonly Option<int> Seed = new("--seed") { Description = "The seed of the first history; the others follow it.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private static readonly Option<int> Apart = new("--apart") { Description = "How far the seeds are apart: what is special in a history comes with every eighth, say.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private static readonly Option<bool> Mixed = new("--mixed") { Description = "What is special in a history may come with anything else that is: what two rules do together." };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads; each history stays on one.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
    private static readonly Option<string?> Broken = new("--break")
    {
        Description = $"Do something wrong, to see it found: {string.Join("; ", AllBreaks.All.Select(one => FormattableString.Invariant($"{one.Name} ({one.Sentence}: {one.What})")))}.",
        HelpName = "NAME",
    };

    private static readonly Option<int?> Only = new("--sentence") { Description = "Look for a violation of this sentence only, 1 to 10, or 0 for what every one needs: no exception, and an end to everything.", HelpName = "N" };

    private static readonly Option<bool> Known = new("--known") { Description = "Only the histories in which the first edition did something wrong." };

    private static readonly Option<bool> Every = new("--all") { Description = "Go on after a violation: a line for each, without shortening it." };

    private static readonly Option<bool> Verbose = new("--timeline") { Description = "Print what happens in the one history of --seed, or in those of --known." };

    internal static int Run(string[] args)
    {
        var root = new RootCommand("Lets NovaFence's Core live through histories of faults, races and crashes, and holds each against what must always hold.") { Count, Seed, Apart, Mixed, Threads, Broken, Only, Known, Every, Verbose };
        Count.Validators.Add(result => AtLeastOne(result, "--histories"));
        Apart.Validators.Add(result => AtLeastOne(result, "--apart"));
        Threads.Validators.Add(result => AtLeastOne(result, "--threads"));
        Broken.Validators.Add(result =>
        {
            if (result.Tokens is [var name] && AllBreaks.Named(name.Value) is null)
                result.AddError($"--break takes one of: {string.Join(", ", AllBreaks.All.Select(one => one.Name))}.");
        });
        root.SetAction(parsed => Run(parsed));
        var result = root.Parse(args);
        if (result.Errors.Count == 0)
            return result.Invoke();
        foreach (var error in result.Errors)
            Console.Error.WriteLine(error.Message);
        return Usage;
    }

    private static int Run(ParseResult parsed)
    {
        var broken = parsed.GetValue(Broken) is { } name ? AllBreaks.Named(name)! : Break.None;
        if (parsed.GetValue(Only) is { } sentence)
            broken = broken with { Name = broken.Name + ", one sentence", Sentence = sentence };
        var (seed, mixed) = (parsed.GetValue(Seed), parsed.GetValue(Mixed) || broken.IsMixed);
        if (parsed.GetValue(Known))
            return ShowKnown(parsed.GetValue(Verbose));
        if (parsed.GetValue(Verbose))
            return Show(seed, mixed, broken);

        var tell = parsed.GetValue(Every) ? TellOf : (Action<int, Violation>?)null;
        var campaign = new Campaign(seed, parsed.GetValue(Count), parsed.GetValue(Threads), broken, tell, parsed.GetValue(Apart), mixed);
        using var progress = new Timer(_ => Console.Error.WriteLine(Progress(campaign)), null, BetweenProgress, BetweenProgress);
        var found = campaign.Run();
        progress.Change(Timeout.Infinite, Timeout.Infinite);
        Console.WriteLine(Progress(campaign));
        if (campaign.Violations > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{campaign.Violations} histories violate a sentence; --seed N shows one."));
            return Violated;
        }

        if (found is null)
        {
            Console.WriteLine("All twelve sentences held.");
            return Clean;
        }

        foreach (var line in Report.Of(found, broken))
            Console.WriteLine(line);
        return Violated;
    }

    private static int Show(int seed, bool mixed, Break broken)
    {
        var timeline = new List<string>();
        var violation = Historian.Judge(Generator.Generate(seed, mixed), broken, timeline);
        timeline.ForEach(Console.WriteLine);
        Console.WriteLine(violation is null ? "All twelve sentences held." : $"VIOLATION of {Report.Title(violation.Sentence)}: {violation.What}");
        return violation is null ? Clean : Violated;
    }

    private static int ShowKnown(bool timelines)
    {
        var found = 0;
        foreach (var fault in KnownFaults.All)
        {
            if (timelines)
            {
                var timeline = new List<string>();
                Historian.Judge(fault.History, Break.None, timeline);
                timeline.ForEach(Console.WriteLine);
            }

            var violations = Historian.JudgeWhole(fault.History);
            found += violations.Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kind {fault.Kind}: {fault.Name}: {(violations.Count == 0 ? "every sentence held" : "")}"));
            foreach (var violation in violations)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    sentence {violation.Sentence}: {violation.What}"));
        }

        return found == 0 ? Clean : Violated;
    }

    private static void TellOf(int seed, Violation violation) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, sentence {violation.Sentence}: {violation.What}"));

    private static string Progress(Campaign campaign) => string.Create(
        CultureInfo.InvariantCulture,
        $"{campaign.Done} histories in {campaign.Took.TotalSeconds:0.0} s, {campaign.Done / Math.Max(0.001, campaign.Took.TotalSeconds):0} a second");

    private static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.Tokens is [var only] && (!int.TryParse(only.Value, CultureInfo.InvariantCulture, out var number) || number < 1))
            result.AddError($"{name} takes a number from 1.");
    }
}

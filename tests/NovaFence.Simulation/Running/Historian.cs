using NovaFence.Core.Audit;
using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Sentences;

namespace NovaFence.Simulation.Running;

/// <summary>Lets a history happen from its beginning to its end, and holds it against the sentences.</summary>
internal static class Historian
{
    private const int MostRounds = 8;

    /// <summary>Audits after which everything that waits for a time has had it: several back-offs, and more reports than a release waits for.</summary>
    private const int MostWatches = 14;

    /// <summary>Audits that find the same and do nothing, after which nothing more is to come.</summary>
    private const int AllTheSame = 2;

    private static readonly TimeSpan OneWatch = TimeSpan.FromSeconds(25);

    /// <summary>Longer than any call that is still under way when trouble stops: a late PUT, a sender's patience.</summary>
    private static readonly TimeSpan WhatIsUnderWay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan OneRound = TimeSpan.FromSeconds(12);

    /// <summary>Longer than a lease, and than an unanswered PUT is waited for after it.</summary>
    private static readonly TimeSpan AllLeases = TimeSpan.FromSeconds(60);

    /// <summary>The same where an instance may have had a longer lease.</summary>
    private static readonly TimeSpan AllLongerLeases = TimeSpan.FromSeconds(100);

    /// <summary>Which sentence did not hold: with a break, the one that has to notice it, otherwise the first; null when it did.</summary>
    internal static Violation? Judge(History history, Break broken, List<string>? timeline = null)
    {
        // What runs here must not be called back by a context of whoever runs it.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return Sentence.Judge(Live(history, broken, timeline)).FirstOrDefault(violation => broken == Break.None || violation.Sentence == broken.Sentence);
        }
        catch (EndlessException endless)
        {
            return new Violation(0, endless.Message);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Every sentence that did not hold, once.</summary>
    internal static IReadOnlyList<Violation> JudgeWhole(History history)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return [.. Sentence.Judge(Live(history, Break.None, null))];
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static Past Live(History history, Break broken, List<string>? timeline)
    {
        var world = new World(history, broken, timeline);
        foreach (var step in history.Steps)
            world.Clock.In(step.At, () => step.Do(world));
        world.Monitoring.Begin();
        world.Pass(history.Ends + TimeSpan.FromMilliseconds(1));

        world.StopTrouble();
        world.Pass(WhatIsUnderWay);
        for (var round = 0; round < MostRounds && (round == 0 || world.Senders.Owed.Any() || world.Operators.Doubtful.Any() || world.Pausers.Left.Any()); round++)
        {
            world.Senders.RepeatOwed();
            world.Operators.RepeatDoubtful();
            world.Pausers.ResumeWhatIsLeft();
            world.Pass(OneRound);
        }

        // Nobody repeats anything any more: what is recorded is Core's to finish.
        world.Pass(history.Others is null ? AllLeases : AllLongerLeases);
        var untouched = new Past.Unaudited(world.Elapsed, world.Ledger.Rows);
        Audit(world);
        world.Pass(history.Settle + OneRound);
        var end = Audit(world);
        for (var (watch, same) = (0, 0); watch < MostWatches && (same < AllTheSame || IsMoving(world, end)); watch++)
        {
            var (before, puts) = (end, world.Cloud.Puts.Count);
            world.Pass(OneWatch);
            end = Audit(world);
            same = puts == world.Cloud.Puts.Count && before.Down.SequenceEqual(end.Down) && before.Findings.SequenceEqual(end.Findings) ? same + 1 : 0;
        }

        world.Pass(OneRound);
        var past = new Past(world, untouched, end, Audit(world));
        if (history.IsTold)
            world.TellTheRest();
        return past;
    }

    /// <summary>Whether nothing but some time is missing: a host waits for reports that come, or an attempt is under way.</summary>
    private static bool IsMoving(World world, Past.State state) => world.Cloud.Hosts.Exists(host =>
        host is { Heart.Beats: true, IsBeingEvacuated: false } && state.Down.Contains(host.Name) && state.Has(host.Name, "AwaitingHeartbeat", "Overdue", "Incomplete"));

    private static Past.State Audit(World world)
    {
        AuditReport? report = null;
        var instance = world.At(world.AnySlot())!;
        instance.Do(async () => report = await instance.Auditor.RunAsync(CancellationToken.None));
        // A ledger and a BMC that are slow make it last longer; one that has not ended says nothing.
        for (var round = 0; round == 0 || (report is null && round < MostRounds); round++)
            world.Pass(OneRound);
        world.Tell($"{instance} audited: {World.Words(report)}");
        return new Past.State(world.Cloud.Puts.Count, [.. world.Cloud.Hosts.Where(host => host.ForcedDown).Select(host => host.Name)], world.Ledger.Rows, Past.Found.Of(report));
    }
}

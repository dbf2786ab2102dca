using NovaFence.Core.Auditing;
using NovaFence.Core.Fencing;
using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Sentences;

namespace NovaFence.Simulation.Running;

/// <summary>Lets a history happen from its beginning to its end, and holds it against the sentences.</summary>
internal static class Historian
{
    private const int MostRounds = 5;

    /// <summary>Audits after which a nova-compute that lives was seen to do so: one that sees the host waiting, two that see a report each.</summary>
    private const int MostWatches = 4;

    /// <summary>Longer than any call that is still under way when trouble stops: a late PUT, a sender's patience.</summary>
    private static readonly TimeSpan WhatIsUnderWay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan OneRound = TimeSpan.FromSeconds(12);

    /// <summary>Longer than a lease, and than an unanswered PUT is waited for after it.</summary>
    private static readonly TimeSpan AllLeases = TimeSpan.FromSeconds(60);

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

        world.Senders.RepeatFiring();
        world.Pass(OneRound);
        world.Pass(AllLeases);
        var end = Audit(world);
        for (var (watch, seen) = (0, end); watch < MostWatches && seen.Report?.Findings.Any(finding => IsToBeReleased(world, finding)) == true; watch++)
            seen = Audit(world);

        world.Senders.RepeatFiring();
        world.Pass(OneRound);
        world.Pass(AllLeases);
        var settled = Audit(world);
        var later = Audit(world);
        return new Past(world, end, settled, later);
    }

    /// <summary>Whether nothing but some audits is missing for it to be unset.</summary>
    private static bool IsToBeReleased(World world, Finding finding) =>
        finding is { Kind: FindingKind.AwaitingHeartbeat or FindingKind.Overdue } or { Kind: FindingKind.Incomplete, State: FenceState.Down }
        && world.Cloud.Hosts.Find(host => host.Name == finding.Host) is { Heart.Beats: true, IsBeingEvacuated: false };

    private static Past.State Audit(World world)
    {
        AuditReport? report = null;
        var instance = world.At(world.AnySlot())!;
        instance.Do(async () => report = await instance.Auditor.RunAsync(CancellationToken.None));
        world.Pass(OneRound);
        world.Tell($"{instance} audited: {World.Words(report)}");
        return new Past.State(world.Cloud.Puts.Count, [.. world.Cloud.Hosts.Where(host => host.ForcedDown).Select(host => host.Name)], world.Ledger.Rows, report);
    }
}

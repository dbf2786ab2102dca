using NovaFence.Core.Alerts;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Histories;

/// <summary>Makes a history of a seed: who is told what, by whom, and what goes wrong meanwhile.</summary>
internal static partial class Generator
{
    private static readonly AlertKind[] Kinds =
    [
        AlertKind.Released, AlertKind.Released, AlertKind.Released, AlertKind.Released, AlertKind.Released, AlertKind.Released,
        AlertKind.Healthy, AlertKind.Healthy, AlertKind.Healthy, AlertKind.Healthy, AlertKind.Kept, AlertKind.Labelled, AlertKind.Labelled, AlertKind.Paged, AlertKind.Paged, AlertKind.Urgent, AlertKind.Unrouted, AlertKind.Lost,
    ];

    /// <summary>A host's record keeps 30 alerts.</summary>
    private const int MoreThanARecordKeeps = 31;

    private static readonly LedgerFault[] LedgerFaults = Enum.GetValues<LedgerFault>();
    private static readonly CloudFault[] CloudFaults = Enum.GetValues<CloudFault>();

    /// <summary>Every kind of step and how it comes into a history. A new kind is one more line.</summary>
    private static readonly Action<Plan>[] Sources =
    [
        Alerts, Flapping, Commands, Pauses, Audits, Crashes, LedgerTroubles, CloudTroubles, Outages, Hearts, Meddlings, Recoveries, Reconfigurations, LongAbsences, Silences, Drills,
    ];

    /// <summary>The history of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="mixed">Whether what is special may come together: <see cref="Traits.Mixed"/>.</param>
    internal static History Generate(int seed, bool mixed = false)
    {
        var chance = new Chance(seed);
        var instances = chance.Of([1, 2, 2, 2, 2, 3, 3, 4]);
        var hosts = chance.Next(2, 4);
        var setup = new Setup(chance.Of([1, 1, 2, 3]))
        {
            Settle = TimeSpan.FromSeconds(chance.Of([0, 20, 20, 20])),
        };
        var drawn = chance.Next(1, 20);
        var traits = mixed ? Traits.Mixed(seed, setup) : Traits.Apart(seed, drawn, setup);
        var ahead = chance.Is(0.2) ? TimeSpan.FromSeconds(chance.Of([-40, -3, 3, 40])) : TimeSpan.Zero;
        // A host dies first, and the alert comes some time later.
        var scenes = new List<TimeSpan> { chance.Is(0.5) ? chance.Time(15, 80) : chance.Time(0.5, 15) };
        for (var more = chance.Next(0, 4); more > 0; more--)
            scenes.Add(scenes[^1] + (chance.Is(0.55) ? chance.Time(0.05, 9) : chance.Is(0.8) ? chance.Time(9, 60) : chance.Time(60, 1_000)));
        var plan = new Plan(chance, instances, hosts, scenes, traits);
        foreach (var source in Sources)
            source(plan);
        var observesAtFirst = traits.ChangesMode && ChangeModes(plan);
        if (traits.Guards)
            Guard(plan, new Chance(unchecked((seed * 733) ^ 0x51ab3d)));
        if (traits.ClocksLeap)
            LeapingClocks(plan, new Chance(unchecked((seed * 613) ^ 0x51ab3c7)));
        return new History(seed, instances, hosts, traits.Setup, [.. plan.Steps.OrderBy(step => step.At)])
        {
            CloudAhead = ahead,
            KnowsCloudsClock = chance.Is(0.6) || traits.ClocksLeap,
            ReportsSlowly = chance.Is(0.15),
            Servers = chance.Next(0, instances),
            IsMixed = mixed,
            IsTold = traits.IsTold,
            OperatorsForce = traits.OperatorsForce,
            Others = traits.Others,
            ClocksDiffer = traits.ClocksDiffer,
            ClocksLeap = traits.ClocksLeap,
            ObservesAtFirst = observesAtFirst,
        };
    }

    private static void Alerts(Plan plan)
    {
        var chance = plan.Chance;
        var hosts = Enumerable.Range(0, chance.Next(1, 2)).Select(_ => plan.Host()).ToList();
        var count = chance.Next(1, 4);
        if (plan.Traits.OverfillsARecord)
            (hosts, count) = ([hosts[0]], MoreThanARecordKeeps + count);
        for (var number = 1; number <= count; number++)
        {
            var kind = chance.Of(Kinds);
            if (plan.Traits.Setup.TwoAgree && kind == AlertKind.Released)
                kind = AlertKind.Labelled;
            var alert = new Alert(number, kind, kind == AlertKind.Lost ? "compute99" : chance.Of(hosts));
            var ahead = chance.Is(0.1) ? TimeSpan.FromSeconds(chance.Of([-120, 60, 180])) : TimeSpan.Zero;
            if (alert.TellsOfMoments)
                TellOfMoments(plan, alert, ahead, count);
            else
                TellWhatIsSo(plan, alert, ahead);
        }
    }

    /// <summary>
    /// Alertmanager: an alert fires and resolves in turn, and mostly is told in that order. It may resume with the time at which it began, or an earlier
    /// one, and the other of a pair may tell it late, or go on firing while the first one says that it ended.
    /// </summary>
    private static void TellWhatIsSo(Plan plan, Alert alert, TimeSpan ahead)
    {
        var chance = plan.Chance;
        var scene = chance.Next(0, plan.Scenes.Count - 1);
        var now = plan.Scenes[scene];
        var (begun, isPair) = (now - chance.Uneven(40), chance.Is(0.15));
        var status = chance.Is(0.95) ? AlertStatus.Firing : AlertStatus.Resolved;
        for (var events = chance.Next(1, 5); events > 0; events--)
        {
            var moment = status == AlertStatus.Firing ? begun : now - chance.Time(0, 0.5);
            var said = new Said(alert, status, (plan.IsFromTheFuture() ? moment + TimeSpan.FromMinutes(30) : moment) + ahead, alert.Kind != AlertKind.Labelled || chance.Is(0.6));
            if (plan.Traits.SeriesVanish && status == AlertStatus.Resolved && chance.Is(0.4))
                said = said with { EndsBlind = true };
            var peer = isPair && chance.Is(0.5) ? 1 : 0;
            Add(plan, now + chance.Uneven(1), said, peer, groupChanged: false);
            if (chance.Is(0.2))
                Add(plan, plan.Scenes[chance.Next(scene, plan.Scenes.Count - 1)] + chance.Uneven(2), said, peer, groupChanged: true);
            if (isPair && chance.Is(0.4))
                Add(plan, now + chance.Time(0.1, 30), said, 1 - peer, groupChanged: false);

            if (chance.Is(0.75) && scene < plan.Scenes.Count - 1)
                scene++;
            var next = plan.Scenes[scene];
            now = next > now ? next : now + chance.Uneven(4);
            status = status == AlertStatus.Firing ? AlertStatus.Resolved : AlertStatus.Firing;
            if (status == AlertStatus.Firing && chance.Is(0.6))
                begun = now - chance.Uneven(1);
            else if (chance.Is(0.1))
                begun -= chance.Time(1, 30);
        }
    }

    /// <summary>PagerDuty: each event once, mostly in order; titles are edited, incidents merged, and now and then one id is heard of for two hosts at once.</summary>
    private static void TellOfMoments(Plan plan, Alert alert, TimeSpan ahead, int count)
    {
        var chance = plan.Chance;
        var scene = chance.Next(0, plan.Scenes.Count - 1);
        var moment = plan.Scenes[scene] - chance.Time(0, 2) - (chance.Is(0.15) ? TimeSpan.FromMinutes(20) : TimeSpan.Zero);
        var status = AlertStatus.Firing;
        var (names, isLowered) = (alert.Host, false);
        for (var events = chance.Next(1, 4); events > 0; events--)
        {
            var said = new Said(alert, status, (plan.IsFromTheFuture() ? moment + TimeSpan.FromMinutes(30) : moment) + ahead, true) { Names = names, IsLowered = isLowered };
            if (status == AlertStatus.Resolved && chance.Is(0.12))
                said = said with { MergedInto = FormattableString.Invariant($"f{(alert.Number + chance.Next(1, count)) % (count + 1)}") };
            for (var times = chance.Is(0.2) ? 2 : 1; times > 0; times--)
            {
                var late = chance.Is(0.2) ? chance.Next(scene, plan.Scenes.Count - 1) : scene;
                var at = plan.Scenes[late] + chance.Uneven(2);
                Add(plan, at < moment ? moment : at, said, 0, groupChanged: false);
            }

            if (said is { IsFiring: true, NamesItsHost: true } && chance.Is(0.15))
                Add(plan, plan.Scenes[scene] + chance.Uneven(0.1), said with { Names = plan.Host() }, 0, groupChanged: false);
            isLowered |= alert.Kind == AlertKind.Urgent && chance.Is(0.4);
            if (chance.Is(0.25))
                names = chance.Of(["", alert.Host, plan.Host()]);
            status = status == AlertStatus.Firing ? AlertStatus.Resolved : AlertStatus.Firing;
            if (chance.Is(0.7) && scene < plan.Scenes.Count - 1)
                scene++;
            var next = plan.Scenes[scene] - chance.Time(0, 0.5);
            moment = next > moment ? next : moment + (chance.Is(0.1) ? TimeSpan.Zero : chance.Time(0.001, 0.1));
        }
    }

    /// <summary>An alert that comes and goes for a quarter of an hour.</summary>
    private static void Flapping(Plan plan)
    {
        var chance = plan.Chance;
        if (!chance.Is(0.04))
            return;
        var alert = new Alert(99, chance.Of([AlertKind.Released, AlertKind.Healthy]), plan.Host());
        var at = plan.SomeTime();
        for (var times = chance.Next(3, 5); times > 0; times--)
        {
            Add(plan, at, new Said(alert, AlertStatus.Firing, at, true), 0, groupChanged: false);
            at += chance.Time(20, 120);
            Add(plan, at, new Said(alert, AlertStatus.Resolved, at, true), 0, groupChanged: false);
            at += chance.Time(40, 150);
            plan.Steps.Add(new Audit(at, plan.Slot()));
            at += chance.Time(1, 30);
        }
    }

    private static void Add(Plan plan, TimeSpan at, Said told, int peer, bool groupChanged)
    {
        var near = told.Alert.TellsOfMoments ? -1 : plan.Steps.FindIndex(step => step is Deliver other
            && other.Peer == peer && (other.At - at).Duration() < TimeSpan.FromSeconds(1) && other.Alerts.All(said => said.Alert != told.Alert && !said.Alert.TellsOfMoments));
        if (near >= 0 && plan.Chance.Is(0.35))
        {
            var other = (Deliver)plan.Steps[near];
            plan.Steps[near] = other with { At = at > other.At ? at : other.At, Alerts = [.. other.Alerts, told], GroupChanged = true };
        }
        else
        {
            plan.Steps.Add(new Deliver(at, plan.Slot(), [told]) { Peer = peer, GroupChanged = groupChanged });
        }
    }

    /// <summary>Mostly a host dies before anybody says so, anywhere between two reports; sometimes it lives. It comes back when it was said to be well, or never.</summary>
    private static void Hearts(Plan plan)
    {
        var chance = plan.Chance;
        var told = plan.Steps.OfType<Deliver>().SelectMany(step => step.Alerts.Select(said => (step.At, Said: said))).Where(one => one.Said.Alert.Kind is not (AlertKind.Lost or AlertKind.Unrouted)).ToList();
        foreach (var events in told.GroupBy(one => one.Said.Alert.Host))
        {
            if (chance.Is(0.15))
                continue;
            var first = events.Min(one => one.At);
            var dies = first - chance.Time(-5, 75);
            plan.Steps.Add(new Meddle(dies < TimeSpan.Zero ? TimeSpan.Zero : dies, events.Key, Meddling.ComputeDies));
            if (!chance.Is(0.7))
                continue;
            var back = events.Where(one => !one.Said.IsFiring).Select(one => one.At).DefaultIfEmpty(first + chance.Time(0, 60)).Max() + chance.Time(-10, 20);
            plan.Steps.Add(new Meddle(back < dies || back < TimeSpan.Zero ? first : back, events.Key, Meddling.ComputeReports));
        }
    }

    private static void Reconfigurations(Plan plan)
    {
        var chance = plan.Chance;
        if (chance.Is(0.06))
            plan.Steps.Add(new Reconfigure(plan.SomeTime(), chance.Of([RouteChange.InsertedInFront, RouteChange.Renamed, RouteChange.RenamedWithFormerName])));
        // Without a draw, and only where it makes no difference for an alert which of two instances hears of it.
        if (plan.Traits.RollsOut && plan.Steps.OfType<Reconfigure>().SingleOrDefault(step => step.Routes != RouteChange.InsertedInFront) is { } change)
            plan.Steps[plan.Steps.IndexOf(change)] = change with { Between = TimeSpan.FromSeconds(25) };
        if (chance.Is(0.05))
            plan.Steps.Add(new TimerDies(plan.SomeTime(), plan.Slot()));
    }

    /// <summary>Somebody puts a route in front of another, which took too much, or gives two of them each other's names, on one instance after the other or on all at once.</summary>
    /// <param name="plan">The history.</param>
    /// <param name="chance">Of its own, so that everything else stays as it was drawn.</param>
    private static void Guard(Plan plan, Chance chance)
    {
        if (plan.Steps.OfType<Reconfigure>().Any())
            return;
        var change = new Reconfigure(chance.Of(plan.Scenes) + chance.Uneven(30), RouteChange.Guarded) { Between = TimeSpan.FromSeconds(chance.Is(0.5) ? 25 : 0) };
        plan.Steps.Add(chance.Is(0.3) ? change with { Routes = RouteChange.Swapped } : change);
    }

    /// <summary>An operator speaks while Nova is away for hours.</summary>
    private static void LongAbsences(Plan plan)
    {
        var chance = plan.Chance;
        if (!chance.Is(0.01))
            return;
        var at = plan.SomeTime();
        plan.Steps.Add(new Outage(at, OfLedger: false, null, chance.Time(1_000, 9_000)));
        plan.Steps.Add(new Command(at + chance.Time(0.1, 60), plan.Slot(), HostOfInterest(plan), chance.Is(0.6)));
        for (var audits = 1; audits <= 4; audits++)
            plan.Steps.Add(new Audit(at + (TimeSpan.FromMinutes(45) * audits), plan.Slot()));
    }

    private static void Silences(Plan plan)
    {
        if (!plan.Traits.Setup.HasWatchdog)
            return;
        var at = plan.Chance.Is(0.3) ? TimeSpan.Zero : plan.SomeTime() - plan.Chance.Uneven(60);
        plan.Steps.Add(new Silence(at < TimeSpan.Zero ? TimeSpan.Zero : at, plan.Chance.Is(0.2) ? plan.Chance.Time(900, 1_500) : plan.Chance.Time(30, 300)));
    }

    private static string HostOfInterest(Plan plan)
    {
        var alerts = plan.Steps.OfType<Deliver>().SelectMany(step => step.Alerts).Where(said => said.Alert.Kind != AlertKind.Lost).ToList();
        return alerts.Count > 0 && plan.Chance.Is(0.85) ? plan.Chance.Of(alerts).Alert.Host : plan.Host();
    }
}

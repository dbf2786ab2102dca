using NovaFence.Core.Alerts;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Histories;

/// <summary>Makes a history of a seed: who is told what, by whom, and what goes wrong meanwhile.</summary>
internal static class Generator
{
    private static readonly AlertKind[] Kinds =
    [
        AlertKind.Released, AlertKind.Released, AlertKind.Released, AlertKind.Released, AlertKind.Released, AlertKind.Released,
        AlertKind.Healthy, AlertKind.Healthy, AlertKind.Healthy, AlertKind.Healthy, AlertKind.Kept, AlertKind.Labelled, AlertKind.Labelled, AlertKind.Paged, AlertKind.Paged, AlertKind.Unrouted, AlertKind.Lost,
    ];

    private static readonly LedgerFault[] LedgerFaults = Enum.GetValues<LedgerFault>();
    private static readonly CloudFault[] CloudFaults = Enum.GetValues<CloudFault>();

    /// <summary>Every kind of step and how it comes into a history. A new kind is one more line.</summary>
    private static readonly Action<Plan>[] Sources = [Alerts, Commands, Pauses, Audits, Crashes, LedgerTroubles, CloudTroubles, Outages, Meddlings, Recoveries];

    internal static History Generate(int seed)
    {
        var chance = new Chance(seed);
        var instances = chance.Of([1, 2, 2, 2, 2, 3, 3, 4]);
        var hosts = chance.Next(2, 4);
        var budget = chance.Of([1, 1, 2, 3]);
        var scenes = new List<TimeSpan> { TimeSpan.Zero };
        for (var more = chance.Next(0, 3); more > 0; more--)
            scenes.Add(scenes[^1] + (chance.Is(0.7) ? chance.Time(0.05, 9) : chance.Time(9, 40)));
        var plan = new Plan(chance, instances, hosts, scenes);
        foreach (var source in Sources)
            source(plan);
        return new History(seed, instances, hosts, budget, [.. plan.Steps.OrderBy(step => step.At)]);
    }

    private static void Alerts(Plan plan)
    {
        var chance = plan.Chance;
        var hosts = Enumerable.Range(0, chance.Next(1, 2)).Select(_ => plan.Host()).ToList();
        var count = chance.Next(1, 4);
        for (var number = 1; number <= count; number++)
        {
            var kind = chance.Of(Kinds);
            var alert = new Alert(number, kind, kind == AlertKind.Lost ? "compute99" : chance.Of(hosts));
            Tell(plan, alert);
        }
    }

    /// <summary>An alert fires and resolves in turn; each event is delivered once or more often, mostly at once, sometimes much later.</summary>
    private static void Tell(Plan plan, Alert alert)
    {
        var chance = plan.Chance;
        var moment = -chance.Time(0, 2);
        if (alert.Kind == AlertKind.Paged && chance.Is(0.15))
            moment -= TimeSpan.FromMinutes(20);
        var status = chance.Is(0.93) ? AlertStatus.Firing : AlertStatus.Resolved;
        var scene = chance.Next(0, plan.Scenes.Count - 1);
        for (var events = chance.Next(1, 4); events > 0; events--)
        {
            var happened = chance.Is(0.01) ? moment + TimeSpan.FromMinutes(30) : moment;
            for (var times = chance.Is(0.3) ? 2 : 1; times > 0; times--)
            {
                var told = new Said(alert, status, happened, alert.Kind != AlertKind.Labelled || chance.Is(0.6));
                var late = chance.Is(0.2) ? chance.Next(scene, plan.Scenes.Count - 1) : scene;
                var at = plan.Scenes[late] + chance.Uneven(2);
                if (at < moment)
                    at = moment;
                Add(plan, at, told);
            }

            status = status == AlertStatus.Firing ? AlertStatus.Resolved : AlertStatus.Firing;
            if (chance.Is(0.7) && scene < plan.Scenes.Count - 1)
                scene++;
            var next = plan.Scenes[scene] - chance.Time(0, 0.5);
            moment = next > moment ? next : moment + (chance.Is(0.1) ? TimeSpan.Zero : chance.Time(0.001, 0.1));
        }
    }

    private static void Add(Plan plan, TimeSpan at, Said told)
    {
        var near = plan.Steps.FindIndex(step => step is Deliver other && (other.At - at).Duration() < TimeSpan.FromSeconds(1) && other.Alerts.All(said => said.Alert != told.Alert));
        if (near >= 0 && plan.Chance.Is(0.35))
        {
            var other = (Deliver)plan.Steps[near];
            plan.Steps[near] = other with { At = at > other.At ? at : other.At, Alerts = [.. other.Alerts, told] };
        }
        else
        {
            plan.Steps.Add(new Deliver(at, plan.Slot(), [told]));
        }
    }

    private static void Commands(Plan plan)
    {
        for (var count = plan.Chance.Is(0.25) ? plan.Chance.Next(1, 2) : 0; count > 0; count--)
            plan.Steps.Add(new Command(plan.SomeTime(), plan.Slot(), HostOfInterest(plan), plan.Chance.Is(0.5)));
    }

    private static void Pauses(Plan plan)
    {
        var chance = plan.Chance;
        for (var count = chance.Is(0.12) ? chance.Next(1, 2) : 0; count > 0; count--)
        {
            var (at, host) = (plan.SomeTime(), chance.Is(0.4) ? null : HostOfInterest(plan));
            plan.Steps.Add(new Pause(at, plan.Slot(), host, chance.Is(0.3) ? null : chance.Time(0.5, 40)));
            if (chance.Is(0.5))
                plan.Steps.Add(new Resume(at + chance.Time(0.1, 30), plan.Slot(), host));
        }
    }

    private static void Audits(Plan plan)
    {
        for (var count = plan.Chance.Next(0, 2); count > 0; count--)
            plan.Steps.Add(new Audit(plan.SomeTime(), plan.Slot()));
    }

    private static void Crashes(Plan plan)
    {
        for (var count = plan.Chance.Is(0.5) ? plan.Chance.Next(1, 2) : 0; count > 0; count--)
            plan.Steps.Add(new Crash(plan.SomeTime(), plan.Slot(), plan.Chance.Next(0, 40), plan.Chance.Uneven(30)));
    }

    private static void LedgerTroubles(Plan plan)
    {
        for (var count = plan.Chance.Is(0.4) ? plan.Chance.Next(1, 2) : 0; count > 0; count--)
            plan.Steps.Add(new LedgerTrouble(plan.SomeTime(), plan.Chance.Of(LedgerFaults), plan.Chance.Time(0.1, 15)));
    }

    private static void CloudTroubles(Plan plan)
    {
        for (var count = plan.Chance.Is(0.4) ? plan.Chance.Next(1, 2) : 0; count > 0; count--)
            plan.Steps.Add(new CloudTrouble(plan.SomeTime(), plan.Chance.Of(CloudFaults), plan.Chance.Time(0.1, 15)));
    }

    private static void Outages(Plan plan)
    {
        if (plan.Chance.Is(0.15))
            plan.Steps.Add(new Outage(plan.SomeTime(), plan.Chance.Is(0.5), plan.Chance.Is(0.5) ? null : plan.Slot(), plan.Chance.Time(0.01, 15)));
    }

    private static void Meddlings(Plan plan)
    {
        var chance = plan.Chance;
        if (chance.Is(0.08))
            plan.Steps.Add(new Meddle(plan.SomeTime(), HostOfInterest(plan), chance.Of([Meddling.ForcesDown, Meddling.Unsets])));
        if (chance.Is(0.03))
            plan.Steps.Add(new Meddle(plan.SomeTime(), HostOfInterest(plan), Meddling.RegistersAnew));
        Pair(0.04, Meddling.Evacuates, Meddling.Restarts);
        Pair(0.03, Meddling.CellGoesDown, Meddling.CellComesBack);

        void Pair(double probability, Meddling first, Meddling second)
        {
            if (!chance.Is(probability))
                return;
            var (at, host) = (plan.SomeTime(), HostOfInterest(plan));
            plan.Steps.Add(new Meddle(at, host, first));
            if (chance.Is(0.6))
                plan.Steps.Add(new Meddle(at + chance.Time(0.1, 30), host, second));
        }
    }

    /// <summary>
    /// Somebody watches a host come back: audits so far apart that nova-compute may have reported in between. Meanwhile it dies or comes back, servers are
    /// moved away from it, and an audit is cut short where it unsets.
    /// </summary>
    private static void Recoveries(Plan plan)
    {
        var chance = plan.Chance;
        var ends = plan.Steps.OfType<Deliver>().Where(step => step.Alerts.Any(said => said is { Alert.Kind: AlertKind.Healthy, IsFiring: false })).ToList();
        if (ends.Count == 0 || chance.Is(0.3))
            return;
        var end = chance.Of(ends);
        var host = end.Alerts.First(said => said.Alert.Kind == AlertKind.Healthy).Alert.Host;
        var audits = new List<TimeSpan>();
        for (var at = end.At + chance.Uneven(5); audits.Count < 4; at += chance.Time(8, 14))
        {
            audits.Add(at);
            plan.Steps.Add(new Audit(at, plan.Slot()));
        }

        Around(0.4, Meddling.ComputeDies, Meddling.ComputeReports, -10);
        Around(0.4, Meddling.EvacuationBegins, Meddling.EvacuationEnds, -2);
        if (chance.Is(0.2))
            plan.Steps.Add(new Crash(chance.Of(audits), plan.Slot(), chance.Next(0, 60), chance.Uneven(30)));
        if (chance.Is(0.2))
            plan.Steps.Add(new CloudTrouble(chance.Of(audits), chance.Of(CloudFaults), chance.Time(0.1, 15)));

        void Around(double probability, Meddling first, Meddling second, double earliest)
        {
            if (!chance.Is(probability))
                return;
            var at = chance.Of(audits) + (chance.Is(0.5) ? chance.Uneven(1) : chance.Time(earliest, 5));
            plan.Steps.Add(new Meddle(at < TimeSpan.Zero ? TimeSpan.Zero : at, host, first));
            if (chance.Is(0.6))
                plan.Steps.Add(new Meddle((at < TimeSpan.Zero ? TimeSpan.Zero : at) + chance.Time(0.1, 30), host, second));
        }
    }

    private static string HostOfInterest(Plan plan)
    {
        var alerts = plan.Steps.OfType<Deliver>().SelectMany(step => step.Alerts).Where(said => said.Alert.Kind != AlertKind.Lost).ToList();
        return alerts.Count > 0 && plan.Chance.Is(0.85) ? plan.Chance.Of(alerts).Alert.Host : plan.Host();
    }
}

namespace NovaFence.Simulation.Histories;

/// <content>What operators, other hands, hosts and what NovaFence rests on do meanwhile.</content>
internal static partial class Generator
{
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

    /// <summary>
    /// A clock leaps ahead, or back, and is put right. What tells of moments may be too old by it then, or from the future, and held for that: of such alerts none is told.
    /// </summary>
    /// <param name="plan">The history, whose other draws stay as they are.</param>
    /// <param name="chance">Draws of its own.</param>
    private static void LeapingClocks(Plan plan, Chance chance)
    {
        for (var place = plan.Steps.Count - 1; place >= 0; place--)
        {
            if (plan.Steps[place] is not Deliver told || !told.Alerts.Any(said => said.Alert.TellsOfMoments))
                continue;
            plan.Steps.RemoveAt(place);
            if (told.Alerts.Where(said => !said.Alert.TellsOfMoments).ToList() is { Count: > 0 } others)
                plan.Steps.Add(told with { Alerts = others });
        }

        for (var times = chance.Next(1, 2); times > 0; times--)
            plan.Steps.Add(new ClockLeaps(chance.Of(plan.Scenes) + chance.Time(0, 30), chance.Next(0, plan.Instances - 1), TimeSpan.FromMinutes(chance.Of([2, 4, 70, 200, 2_000, -2, -70, -2_000])), chance.Time(5, 120)));
    }

    private static void Drills(Plan plan)
    {
        var chance = plan.Chance;
        if (plan.Traits.HasDrills)
        {
            // It begins while the host still lives, mostly.
            var at = plan.SomeTime() - chance.Time(0, 60);
            plan.Steps.Add(new Drill(at < TimeSpan.Zero ? TimeSpan.Zero : at, plan.Slot(), HostOfInterest(plan), chance.Time(30, 600)));
        }

        if (plan.Traits.Setup.HasStorms && chance.Is(0.6))
            plan.Steps.Add(new StormIsOver(plan.SomeTime() + chance.Uneven(30), plan.Slot()));
    }

    private static void Audits(Plan plan)
    {
        for (var count = plan.Chance.Next(0, 2); count > 0; count--)
            plan.Steps.Add(new Audit(plan.SomeTime(), plan.Slot()));
        if (!plan.Chance.Is(0.3))
            return;
        var (at, slot) = (plan.SomeTime(), plan.Slot());
        for (var count = plan.Chance.Next(2, 8); count > 0; count--, at += TimeSpan.FromMinutes(1))
            plan.Steps.Add(new Audit(at, slot));
    }

    private static void Crashes(Plan plan)
    {
        for (var count = plan.Chance.Is(0.5) ? plan.Chance.Next(1, 2) : 0; count > 0; count--)
            plan.Steps.Add(new Crash(plan.SomeTime(), plan.Slot(), plan.Chance.Next(0, 40), plan.Chance.Uneven(30)));

        // Between the look and the intent, or between the intent and the PUT.
        var told = plan.Steps.OfType<Deliver>().ToList();
        if (told.Count > 0 && plan.Chance.Is(0.2) && plan.Chance.Of(told) is var near)
            plan.Steps.Add(new Crash(near.At, near.Slot, plan.Chance.Next(3, 16), plan.Chance.Uneven(30)));
    }

    /// <summary>NovaFence only observes, from the beginning or from some time on, and fences in the end. Whether it does so at first.</summary>
    private static bool ChangeModes(Plan plan)
    {
        var chance = plan.Chance;
        var (atFirst, at) = (chance.Is(0.6), plan.SomeTime());
        if (!atFirst)
        {
            plan.Steps.Add(new ChangeMode(at, Observes: true) { Between = Between() });
            at += chance.Time(30, 120);
        }

        plan.Steps.Add(new ChangeMode(at, Observes: false) { Between = Between() });
        return atFirst;

        TimeSpan Between() => TimeSpan.FromSeconds(chance.Is(0.3) ? 5 : 0);
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
        // Pacemaker forces down what it has fenced, within seconds of the alert about it, and lets go when it likes.
        Pair(0.1, Meddling.ForcesDown, Meddling.Unsets);
        Pair(0.05, Meddling.Unsets, Meddling.ForcesDown);
        Pair(0.07, Meddling.Disables, Meddling.Enables);
        Pair(0.02, Meddling.Vanishes, Meddling.Appears);
        if (chance.Is(0.03))
            plan.Steps.Add(new Meddle(plan.SomeTime(), HostOfInterest(plan), chance.Of([Meddling.RegistersAnew, Meddling.RegistersAnew, Meddling.IsRenamed])));
        Pair(0.04, Meddling.Evacuates, Meddling.Restarts);
        Pair(0.03, Meddling.CellGoesDown, Meddling.CellComesBack);
        if (plan.Traits.HasNamesakes)
            Pair(1, Meddling.HasANamesake, Meddling.HasNone);

        void Pair(double probability, Meddling first, Meddling second)
        {
            if (!chance.Is(probability))
                return;
            var (at, host) = (plan.SomeTime() - chance.Uneven(20), HostOfInterest(plan));
            at = at < TimeSpan.Zero ? TimeSpan.Zero : at;
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
}

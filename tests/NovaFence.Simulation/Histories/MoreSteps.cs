using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Histories;

/// <summary>All instances are stopped, and started again with other routes: at once, or so long one after the other, as in a rollout.</summary>
internal sealed record Reconfigure(TimeSpan At, RouteChange Routes) : Step(At)
{
    /// <summary>How long after the one before each is stopped.</summary>
    internal TimeSpan Between { get; init; }

    internal override void Do(World world) => world.Reconfigure(world.Setup with { Routes = Routes }, Between);

    internal override string Describe() => $"all are stopped and started again{(Between > TimeSpan.Zero ? FormattableString.Invariant($", each {Between.TotalSeconds:0.###} s after the one before") : "")}; the routes: {Routes}";
}

/// <summary>Alertmanager, or its way to us, is away as far as the watchdog goes.</summary>
internal sealed record Silence(TimeSpan At, TimeSpan Time) : Step(At)
{
    internal override void Do(World world) => world.Monitoring.BeSilent(Time);

    internal override string Describe() => FormattableString.Invariant($"the watchdog is silent for {Time.TotalSeconds:0.###} s");
}

/// <summary>An operator drills a host that lives.</summary>
internal sealed record Drill(TimeSpan At, int Slot, string Host, TimeSpan Duration) : Step(At)
{
    internal override void Do(World world) => world.Pausers.Drill(Slot, Host, Duration);

    internal override string Describe() => FormattableString.Invariant($"to {(char)('A' + Slot)}: an operator drills {Host} for {Duration.TotalSeconds:0.###} s");
}

/// <summary>An operator says that a storm is over.</summary>
internal sealed record StormIsOver(TimeSpan At, int Slot) : Step(At)
{
    internal override void Do(World world) => world.Pausers.ResetStorm(Slot);

    internal override string Describe() => $"to {(char)('A' + Slot)}: an operator says that the storm is over";
}

/// <summary>The clock of an instance leaps ahead, by minutes or by days, and is put back a while later. Time that passes is measured as ever.</summary>
internal sealed record ClockLeaps(TimeSpan At, int Slot, TimeSpan By, TimeSpan For) : Step(At)
{
    internal override void Do(World world)
    {
        if (world.At(Slot) is not { } leaping)
            return;
        leaping.Leap(By);
        world.Clock.In(For, () => leaping.Leap(-By));
    }

    internal override string Describe() => FormattableString.Invariant($"the clock of {(char)('A' + Slot)} leaps {By} ahead for {For.TotalSeconds:0.###} s");
}

/// <summary>The timer of a server dies, and the server does not.</summary>
internal sealed record TimerDies(TimeSpan At, int Slot) : Step(At)
{
    internal override void Do(World world) => world.At(Slot)?.StopTimer();

    internal override string Describe() => $"the timer of {(char)('A' + Slot)} dies";
}

/// <summary>All instances are stopped, and started again in the other mode: at once, or so long one after the other.</summary>
internal sealed record ChangeMode(TimeSpan At, bool Observes) : Step(At)
{
    /// <summary>How long after the one before each is stopped.</summary>
    internal TimeSpan Between { get; init; }

    internal override void Do(World world) => world.Reconfigure(world.Setup with { Observes = Observes }, Between);

    internal override string Describe() => $"all are stopped and started again{(Between > TimeSpan.Zero ? FormattableString.Invariant($", each {Between.TotalSeconds:0.###} s after the one before") : "")}, to {(Observes ? "observe" : "fence")}";
}

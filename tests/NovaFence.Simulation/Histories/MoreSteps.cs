using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Histories;

/// <summary>All instances are stopped, and started again with other routes.</summary>
internal sealed record Reconfigure(TimeSpan At, RouteChange Routes) : Step(At)
{
    internal override void Do(World world) => world.Reconfigure(Routes);

    internal override string Describe() => $"all are stopped and started again; the routes: {Routes}";
}

/// <summary>The timer of a server dies, and the server does not.</summary>
internal sealed record TimerDies(TimeSpan At, int Slot) : Step(At)
{
    internal override void Do(World world) => world.At(Slot)?.StopTimer();

    internal override string Describe() => $"the timer of {(char)('A' + Slot)} dies";
}

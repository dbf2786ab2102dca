namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutTimer() : Break("retry", 6, "nothing that waits for a time is done when it has come")
{
    internal override bool HasTimers => false;
}

namespace NovaFence.Simulation.Breaks;

/// <summary>Not among <see cref="AllBreaks"/> before an instance has a timer that does something.</summary>
internal sealed record WithoutTimer() : Break("retry", 6, "nothing that waits for a time is done when it has come")
{
    internal override bool HasTimers => false;
}

using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutSettling() : Break("settle", 4, "nothing waits for the end of the settle window")
{
    internal override Setup Of(Setup setup) => setup with { Settle = TimeSpan.Zero };
}

using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Breaks;

internal sealed record Credulous() : Break("credulous", 1, "what comes while the watchdog is silent is believed")
{
    /// <summary>The first history with a watchdog.</summary>
    internal override int FirstSeed => 4;

    internal override Setup Of(Setup setup) => setup with { HasWatchdog = false };
}

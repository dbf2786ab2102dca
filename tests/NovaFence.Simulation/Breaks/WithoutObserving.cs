using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutObserving() : Break("observing", 1, "what is to be observed only is acted on")
{
    internal override Setup Of(Setup setup) => setup with { Observes = false };
}

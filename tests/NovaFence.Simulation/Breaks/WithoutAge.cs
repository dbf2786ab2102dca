using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutAge() : Break("stale", 1, "an event that tells of a moment long past is taken as one that happens now")
{
    internal override IFencer Of(IFencer fencer, IServiceProvider services) => new RetoldFencer(fencer, alert => alert with { TellsOfAMoment = false });
}

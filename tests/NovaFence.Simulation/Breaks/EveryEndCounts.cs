using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Breaks;

internal sealed record EveryEndCounts() : Break("every-end-counts", 8, "a series that vanished says that the host is well")
{
    /// <summary>The first history in which series vanish.</summary>
    internal override int FirstSeed => 2;

    internal override IFencer Of(IFencer fencer, IServiceProvider services) => new RetoldFencer(fencer, alert => alert with { EndsBlind = false });
}

using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Breaks;

internal sealed record ByArrival() : Break("arrival", 4, "events count in the order of their arrival")
{
    internal override IFencer Of(IFencer fencer, IServiceProvider services) => new RetoldFencer(fencer, alert => alert with { At = alert.ReceivedAt });
}

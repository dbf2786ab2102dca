using NovaFence.Core.Cloud;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Instances;

/// <summary>The cloud's migrations as one instance reaches them.</summary>
internal sealed class EvacuationsDoor(SimulatedCloud cloud, Instance by) : IEvacuations
{
    public Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken) => cloud.CountAsync(by, host, cancellationToken);
}

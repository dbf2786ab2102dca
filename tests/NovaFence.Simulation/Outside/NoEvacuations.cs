using NovaFence.Core.Cloud;

namespace NovaFence.Simulation.Outside;

/// <summary>No evacuation is ever under way: only a release that waits for health asks, and no route here does.</summary>
internal sealed class NoEvacuations : IEvacuations
{
    public Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken) =>
        Task.FromResult<EvacuationCount>(new EvacuationCount.Known(0));
}

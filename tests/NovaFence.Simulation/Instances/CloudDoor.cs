using NovaFence.Core.Cloud;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Instances;

/// <summary>The cloud as one instance reaches it.</summary>
internal sealed class CloudDoor(SimulatedCloud cloud, Instance by) : ICloud
{
    private static readonly CloudReadiness Ready = new(true, null, new Dictionary<string, string>(StringComparer.Ordinal));

    public Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken) => cloud.ListAsync(by, cancellationToken);

    public Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken) =>
        cloud.PutAsync(by, host, forcedDown, status, cancellationToken);

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => Task.FromResult(Ready);
}

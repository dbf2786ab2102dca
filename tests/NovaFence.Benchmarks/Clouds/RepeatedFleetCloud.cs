using NovaFence.Core.Cloud;

namespace NovaFence.Benchmarks.Clouds;

/// <summary>The real cloud, seen as a <see cref="StormFleet"/>.</summary>
internal sealed class RepeatedFleetCloud(ICloud cloud, StormFleet fleet) : ICloud
{
    public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
    {
        if (await cloud.ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed { Services: var services })
            return new CloudListing.Unavailable("Nova gave no list.");
        var byName = services.ToDictionary(service => service.Host.Name, StringComparer.Ordinal);
        return new CloudListing.Listed([.. fleet.Hosts.Select(host => byName[fleet.Real(host).Name] with { Host = host })]);
    }

    public Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken) =>
        cloud.SetForcedDownAsync(fleet.Real(host), forcedDown, status, cancellationToken);

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);
}

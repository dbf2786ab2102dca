using System.Collections.Concurrent;
using NovaFence.Core.Cloud;

namespace NovaFence.Benchmarks.Clouds;

/// <summary>
/// The real cloud, seen as a <see cref="StormFleet"/>. Whether a host is forced down is told by what was set under its own name: the service behind it has others.
/// </summary>
internal sealed class RepeatedFleetCloud(ICloud cloud, StormFleet fleet) : ICloud
{
    private readonly ConcurrentDictionary<string, bool> _set = new(StringComparer.Ordinal);

    public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
    {
        if (await cloud.ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed listed)
            return new CloudListing.Unavailable("Nova gave no list.");
        var byName = listed.Services.ToDictionary(service => service.Host.Name, StringComparer.Ordinal);
        return listed with { Services = [.. fleet.Hosts.Select(host => byName[fleet.Real(host).Name] with { Host = host, ForcedDown = _set.GetValueOrDefault(host.Name) })] };
    }

    public async Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken)
    {
        var reply = await cloud.SetForcedDownAsync(fleet.Real(host), forcedDown, status, cancellationToken);
        if (reply.Status is ForceDownStatus.Done)
            _set[host.Name] = forcedDown;
        return reply;
    }

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);
}

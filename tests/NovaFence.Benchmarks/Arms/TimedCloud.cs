using System.Diagnostics;
using NovaFence.Benchmarks.Measuring;
using NovaFence.Core.Cloud;

namespace NovaFence.Benchmarks.Arms;

/// <summary>The cloud, with a watch on it.</summary>
internal sealed class TimedCloud(ICloud cloud, Parts parts) : ICloud
{
    public async Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var reply = await cloud.SetForcedDownAsync(host, forcedDown, status, cancellationToken);
        parts.Add("PUT", Stopwatch.GetElapsedTime(began));
        return reply;
    }

    public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var listing = await cloud.ListComputeServicesAsync(cancellationToken);
        parts.Add("listing", Stopwatch.GetElapsedTime(began));
        return listing;
    }

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);
}

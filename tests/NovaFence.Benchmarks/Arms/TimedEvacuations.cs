using System.Diagnostics;
using NovaFence.Benchmarks.Measuring;
using NovaFence.Core.Cloud;

namespace NovaFence.Benchmarks.Arms;

/// <summary>The cloud's evacuations, with a watch on them.</summary>
internal sealed class TimedEvacuations(IEvacuations evacuations, Parts parts) : IEvacuations
{
    public async Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var count = await evacuations.InFlightFromAsync(host, cancellationToken);
        parts.Add("list of evacuations", Stopwatch.GetElapsedTime(began));
        return count;
    }
}

using NovaFence.Core.Power;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Instances;

/// <summary>Prometheus as one instance reaches it.</summary>
internal sealed class SamplesDoor(SimulatedPrometheus prometheus, Instance by) : ISamples
{
    // Awaited here: what waits for several of them would else go on beside the one thread.
    public async Task<SampleRead> ReadAsync(SampleCondition condition, string host, CancellationToken cancellationToken) => await prometheus.ReadAsync(by, host);
}

using NovaFence.Core.Power;

namespace NovaFence.Simulation.Breaks;

internal sealed record UnansweredHolds() : Break("samples", 1, "where Prometheus does not answer, or says that the host lives, its condition counts as met")
{
    internal override bool IsMixed => true;

    internal override ISamples Of(ISamples samples) => new Hopeful(samples);

    private sealed class Hopeful(ISamples samples) : ISamples
    {
        public async Task<SampleRead> ReadAsync(SampleCondition condition, string host, CancellationToken cancellationToken) => (await samples.ReadAsync(condition, host, cancellationToken)) with { Holds = true };
    }
}

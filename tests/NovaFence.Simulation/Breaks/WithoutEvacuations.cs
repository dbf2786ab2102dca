using NovaFence.Core.Cloud;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutEvacuations() : Break("evacuations", 8, "nobody looks whether evacuations are under way")
{
    internal override int FirstSeed => 585;

    internal override IEvacuations Of(IEvacuations evacuations) => new Careless();

    private sealed class Careless : IEvacuations
    {
        public Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken) =>
            Task.FromResult<EvacuationCount>(new EvacuationCount.Known(0));
    }
}

using NovaFence.Core.Cloud;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutDoubt() : Break("doubt", 6, "a PUT whose reply was lost is taken as never sent")
{
    internal override int FirstSeed => 160;

    internal override ICloud Of(ICloud cloud) => new Sure(cloud);

    private sealed class Sure(ICloud cloud) : ICloud
    {
        public Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken) => cloud.ListComputeServicesAsync(cancellationToken);

        public async Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken) =>
            await cloud.SetForcedDownAsync(host, forcedDown, status, cancellationToken) with { MayHaveReachedNova = false };

        public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);
    }
}

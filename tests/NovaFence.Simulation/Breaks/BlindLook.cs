using NovaFence.Core.Cloud;

namespace NovaFence.Simulation.Breaks;

internal sealed record BlindLook() : Break("blind", 6, "every listing says that nothing is forced down")
{
    internal override ICloud Of(ICloud cloud) => new Lying(cloud);

    private sealed class Lying(ICloud cloud) : ICloud
    {
        public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken) =>
            await cloud.ListComputeServicesAsync(cancellationToken) switch
            {
                CloudListing.Listed listed => new CloudListing.Listed([.. listed.Services.Select(service => service with { ForcedDown = false })]) { ClockAhead = listed.ClockAhead },
                var other => other,
            };

        public Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken) =>
            cloud.SetForcedDownAsync(host, forcedDown, status, cancellationToken);

        public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);
    }
}

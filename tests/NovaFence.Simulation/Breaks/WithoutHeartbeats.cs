using NovaFence.Core.Cloud;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutHeartbeats() : Break("heartbeats", 8, "every listing says that nova-compute has reported since the one before")
{
    internal override int FirstSeed => 1750;

    internal override ICloud Of(ICloud cloud) => new Lively(cloud);

    private sealed class Lively(ICloud cloud) : ICloud
    {
        private int _listings;

        public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
        {
            var listing = await cloud.ListComputeServicesAsync(cancellationToken);
            _listings++;
            return listing is CloudListing.Listed { Services: var services }
                ? new CloudListing.Listed([.. services.Select(service => service with { UpdatedAt = service.UpdatedAt + TimeSpan.FromSeconds(_listings) })])
                : listing;
        }

        public Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken) =>
            cloud.SetForcedDownAsync(host, forcedDown, status, cancellationToken);

        public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);
    }
}

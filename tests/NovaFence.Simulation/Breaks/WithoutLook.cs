using NovaFence.Core.Cloud;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutLook() : Break("look", 1, "nobody looks before an intent: what the first listing said is believed for ever")
{
    internal override ICloud Of(ICloud cloud) => new Remembering(cloud);

    private sealed class Remembering(ICloud cloud) : ICloud
    {
        private CloudListing? _first;

        public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
        {
            if (_first is not null)
                return _first;
            var listing = await cloud.ListComputeServicesAsync(cancellationToken);
            if (listing is CloudListing.Listed)
                _first = listing;
            return listing;
        }

        public Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken) =>
            cloud.SetForcedDownAsync(host, forcedDown, status, cancellationToken);

        public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);
    }
}

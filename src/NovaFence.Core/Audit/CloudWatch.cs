using NovaFence.Core.Hosts;

namespace NovaFence.Core.Audit;

/// <inheritdoc />
internal sealed class CloudWatch(FleetCache fleet) : ICloudWatch
{
    /// <inheritdoc />
    public DateTimeOffset? AwaySince => fleet.LastFailure is { NotPermitted: false, Since: var since } ? since : null;
}

using NovaFence.Core.Cloud;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>The cloud as an instance has it: <see cref="ScriptedCloud.ClockAhead"/> is of the machine's clock, and what a client tells is of the clock that the instance goes by.</summary>
internal sealed class CloudOfAClock(ScriptedCloud cloud, TestClock machine, TimeProvider own) : ICloud
{
    public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken) => await cloud.ListComputeServicesAsync(cancellationToken) switch
    {
        CloudListing.Listed listed => listed with { ClockAhead = listed.ClockAhead + (machine.Now - own.GetUtcNow()) },
        var other => other,
    };

    public Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken) => cloud.SetForcedDownAsync(host, forcedDown, status, cancellationToken);

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);
}

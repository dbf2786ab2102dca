using System.Collections.Concurrent;
using NovaFence.Core.Cloud;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>
/// The real cloud of one instance, with gates right before a PUT is sent and right after its reply came, so that a test decides what happens
/// in between. A gate knows no deadline: who stands before it is as good as a process that hangs, or has died.
/// </summary>
internal sealed class GatedCloud(ICloud cloud) : ICloud
{
    private readonly ConcurrentDictionary<(string Host, bool Down, bool Sent), Gate> _gates = new();

    /// <summary>Holds up the next such PUT before it is sent.</summary>
    public Gate HoldBefore(string host, bool down) => _gates[(host, down, false)] = new Gate();

    /// <summary>Holds up the next such PUT when Nova has done it and has answered.</summary>
    public Gate HoldAfter(string host, bool down) => _gates[(host, down, true)] = new Gate();

    public async Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken)
    {
        await PassAsync(host, forcedDown, sent: false);
        var reply = await cloud.SetForcedDownAsync(host, forcedDown, status, cancellationToken);
        await PassAsync(host, forcedDown, sent: true);
        return reply;
    }

    public Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken) => cloud.ListComputeServicesAsync(cancellationToken);

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => cloud.ReadinessAsync(cancellationToken);

    private Task PassAsync(ComputeHost host, bool down, bool sent) =>
        _gates.TryRemove((host.Name, down, sent), out var gate) ? gate.PassAsync() : Task.CompletedTask;
}

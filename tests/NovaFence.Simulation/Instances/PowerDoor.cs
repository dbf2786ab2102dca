using NovaFence.Core.Power;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Instances;

/// <summary>The BMCs as one instance reaches them.</summary>
internal sealed class PowerDoor(SimulatedCloud cloud, Instance by) : IPower
{
    public Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken) => cloud.Named(host).Machine.ReadAsync(by);

    public Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken) =>
        cloud.Named(host).Machine.SwitchOffAsync(by, isStillMeant, cancellationToken);
}

using NovaFence.Core.Power;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Instances;

/// <summary>The BMCs as one instance reaches them.</summary>
internal sealed class PowerDoor(SimulatedCloud cloud, Instance by) : IPower
{
    public bool Knows(string host) => true;

    public Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken) => cloud.Named(host).Machine.ReadAsync(by);
}

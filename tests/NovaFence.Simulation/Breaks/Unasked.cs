using NovaFence.Core.Power;

namespace NovaFence.Simulation.Breaks;

internal sealed record Unasked() : Break("unasked", 12, "a BMC is told without being asked once more whether that is meant")
{
    internal override int FirstSeed => 290;

    internal override IPower Of(IPower power, TimeProvider clock) => new Hasty(power);

    private sealed class Hasty(IPower power) : IPower
    {
        public Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken) => power.ReadAsync(host, cancellationToken);

        public Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken) =>
            power.SwitchOffAsync(host, _ => Task.FromResult<string?>(null), cancellationToken);
    }
}

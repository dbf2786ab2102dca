using NovaFence.Core.Power;

namespace NovaFence.Simulation.Breaks;

internal sealed record SilentIsOff() : Break("silent-is-off", 11, "a BMC that does not answer, or is busy, or of another machine, counts as one that says Off")
{
    internal override int FirstSeed => 900;

    internal override IPower Of(IPower power, TimeProvider clock) => new Hopeful(power);

    private sealed class Hopeful(IPower power) : IPower
    {
        public Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken) => power.SwitchOffAsync(host, isStillMeant, cancellationToken);

        public async Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken)
        {
            var read = await power.ReadAsync(host, cancellationToken);
            return read.Reading is PowerReading.Unreachable or PowerReading.Busy or PowerReading.WrongMachine ? read with { Reading = PowerReading.Off } : read;
        }
    }
}

using NovaFence.Core.Power;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutReadBack() : Break("read-back", 11, "one answer Off is believed for ten seconds, and the machine is not asked again meanwhile")
{
    internal override int FirstSeed => 2300;

    internal override IPower Of(IPower power, TimeProvider clock) => new Credulous(power, clock);

    private sealed class Credulous(IPower power, TimeProvider clock) : IPower
    {
        private readonly Dictionary<string, DateTimeOffset> _off = new(StringComparer.OrdinalIgnoreCase);

        public Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken) => power.SwitchOffAsync(host, isStillMeant, cancellationToken);

        public async Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            if (_off.TryGetValue(host, out var off) && now - off < TimeSpan.FromSeconds(10))
                return new PowerRead(PowerReading.Off, now, now, "as before");
            var read = await power.ReadAsync(host, cancellationToken);
            if (read.Reading == PowerReading.Off)
                _off[host] = read.Ended;
            return read;
        }
    }
}

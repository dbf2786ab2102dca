using System.Net;

namespace NovaFence.Server.Hosting;

/// <summary>
/// How often connections may be closed for new ones: in each period so many, evenly, and at once as many. Who connects anew as soon as he is closed costs no more
/// than that. It is told the time, and is locked by <see cref="ConnectionLimit"/>.
/// </summary>
internal sealed class Turnover
{
    private readonly Dictionary<IPAddress, long> _usedUntil = [];
    private long _sweptAt;

    /// <summary>How many addresses it remembers.</summary>
    internal int Count => _usedUntil.Count;

    /// <summary>Whether one may be closed now for somebody at this address.</summary>
    /// <param name="address">The address; <see cref="IPAddress.Any"/> for all together.</param>
    /// <param name="most">So many in a period.</param>
    /// <param name="period">The period, in the clock's ticks.</param>
    /// <param name="now">The clock's ticks.</param>
    internal bool Has(IPAddress address, int most, long period, long now) => After(address, most, period, now) - now <= period;

    /// <summary>Counts one.</summary>
    internal void Take(IPAddress address, int most, long period, long now)
    {
        if (now - _sweptAt > period)
        {
            _sweptAt = now;
            foreach (var (unused, _) in _usedUntil.Where(entry => entry.Value <= now).ToList())
                _usedUntil.Remove(unused);
        }

        _usedUntil[address] = After(address, most, period, now);
    }

    private long After(IPAddress address, int most, long period, long now) => Math.Max(_usedUntil.GetValueOrDefault(address), now) + (period / most);
}

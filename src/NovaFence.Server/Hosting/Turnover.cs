using System.Net;

namespace NovaFence.Server.Hosting;

/// <summary>
/// How often connections may be closed for new ones: in each period so many, evenly, and <see cref="AtOnce"/> before that pace is kept. Who connects anew as soon as
/// he is closed costs no more than that; who has left hundreds of idle connections behind keeps nobody waiting. It is told the time, and is locked by
/// <see cref="ConnectionLimit"/>.
/// </summary>
internal sealed class Turnover
{
    /// <summary>So many may be closed at once.</summary>
    internal const int AtOnce = 1024;

    private readonly Dictionary<IPAddress, (double Closed, long At)> _used = [];
    private long _sweptAt;

    /// <summary>How many addresses it remembers.</summary>
    internal int Count => _used.Count;

    /// <summary>Whether one may be closed now for somebody at this address.</summary>
    /// <param name="address">The address; <see cref="IPAddress.Any"/> for all together.</param>
    /// <param name="most">So many in a period.</param>
    /// <param name="period">The period, in the clock's ticks.</param>
    /// <param name="now">The clock's ticks.</param>
    internal bool Has(IPAddress address, int most, long period, long now) => Left(address, most, period, now) + 1 <= AtOnce;

    /// <summary>Counts one.</summary>
    internal void Take(IPAddress address, int most, long period, long now)
    {
        // By this pace, which is one of few, nothing is left of what was closed for them.
        if (now - _sweptAt > period)
        {
            _sweptAt = now;
            foreach (var (unused, _) in _used.Where(entry => entry.Value.Closed - ((now - entry.Value.At) * (double)most / period) <= 0).ToList())
                _used.Remove(unused);
        }

        _used[address] = (Left(address, most, period, now) + 1, now);
    }

    /// <summary>How many of those that were closed still count.</summary>
    private double Left(IPAddress address, int most, long period, long now) =>
        _used.TryGetValue(address, out var used) ? Math.Max(used.Closed - ((now - used.At) * (double)most / period), 0) : 0;
}

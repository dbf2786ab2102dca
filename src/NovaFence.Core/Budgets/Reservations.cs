using NovaFence.Core.Bookkeeping;

namespace NovaFence.Core.Budgets;

/// <summary>
/// The hosts that are down or going down, in one row that every intent writes: two instances cannot both take the last place.
/// </summary>
/// <param name="Places">A mark for each.</param>
public sealed record Reservations(IReadOnlyList<string> Places)
{
    /// <summary>What stands for all hosts in <see cref="Paused"/>.</summary>
    internal const string All = "*";

    /// <summary>
    /// The hosts that are paused, by their marks, and until when in milliseconds of Unix time; 0 until somebody resumes. They stand in this row, and not only
    /// in that of the pauses, because every intent is conditional on it: no instance can force down by what it remembers of before the pause.
    /// </summary>
    public IReadOnlyDictionary<string, long>? Paused { get; init; }

    /// <summary>Until when this host is paused, in milliseconds of Unix time, 0 for no end; null when it is not.</summary>
    internal long? PausedUntil(string host, DateTimeOffset now)
    {
        foreach (var mark in (ReadOnlySpan<string>)[All, HostMark.Of(host)])
        {
            if (Paused?.TryGetValue(mark, out var until) == true && (until == 0 || now.ToUnixTimeMilliseconds() < until))
                return until;
        }

        return null;
    }

    internal static Reservations None { get; } = new([]);

    internal bool Holds(string host) => Places.Contains(HostMark.Of(host), StringComparer.Ordinal);

    internal Reservations With(string host) => Holds(host) ? this : this with { Places = [.. Places, HostMark.Of(host)] };

    internal Reservations Without(string host) => Holds(host) ? this with { Places = [.. Places.Except([HostMark.Of(host)], StringComparer.Ordinal)] } : this;
}

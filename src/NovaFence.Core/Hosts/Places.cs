using System.Text.Json.Serialization;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The hosts that are down or going down, in one row that every intent writes: two instances cannot both take the last place.
/// </summary>
/// <param name="Taken">A mark for each.</param>
public sealed record Places([property: JsonPropertyName("places")] IReadOnlyList<string> Taken)
{
    /// <summary>What stands for all hosts in <see cref="Paused"/>.</summary>
    internal const string All = "*";

    private const int MostRecent = Options.BudgetOptions.MostPerHour + 1;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

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

    internal static Places None { get; } = new([]);

    internal bool Holds(string host) => Taken.Contains(HostMark.Of(host), StringComparer.Ordinal);

    internal Places With(string host) => Holds(host) ? this : this with { Taken = [.. Taken, HostMark.Of(host)] };

    internal Places Without(string host) => Holds(host) ? this with { Taken = [.. Taken.Except([HostMark.Of(host)], StringComparer.Ordinal)] } : this;

    /// <summary>Alerts' force-downs of the last hour: each host's mark, and when, in seconds of Unix time.</summary>
    public IReadOnlyList<ForcedDown>? Recent { get; init; }

    /// <summary>How many force-downs for alerts there were within the hour, of all hosts.</summary>
    internal int WithinTheHour(DateTimeOffset now) => Since(now).Count();

    /// <summary>How many of them were of this host.</summary>
    internal int WithinTheHour(string host, DateTimeOffset now) => Since(now).Count(one => one.Mark == HostMark.Of(host));

    /// <summary>When the oldest of them is an hour old: of this host, or of all where none is named.</summary>
    internal DateTimeOffset? NextFreeAt(string? host, DateTimeOffset now)
    {
        var at = Since(now).Where(one => host is null || one.Mark == HostMark.Of(host)).Select(one => (long?)one.At).Min();
        return at is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) + Hour : null;
    }

    /// <summary>With one more force-down for an alert.</summary>
    internal Places WithForcedDown(string host, DateTimeOffset now) =>
        this with { Recent = [.. Since(now).TakeLast(MostRecent - 1), new ForcedDown(HostMark.Of(host), now.ToUnixTimeSeconds())] };

    /// <summary>Without the newest of this host that is not later than that.</summary>
    internal Places WithoutForcedDown(string host, DateTimeOffset at)
    {
        var mark = HostMark.Of(host);
        var newest = (Recent ?? []).LastOrDefault(one => one.Mark == mark && one.At <= at.ToUnixTimeSeconds());
        return newest is null ? this : this with { Recent = [.. Recent!.Where(one => !ReferenceEquals(one, newest))] };
    }

    private IEnumerable<ForcedDown> Since(DateTimeOffset now)
    {
        var since = (now - Hour).ToUnixTimeSeconds();
        return (Recent ?? []).Where(one => one.At > since);
    }
}

/// <summary>One force-down for an alert.</summary>
/// <param name="Mark">The host's mark.</param>
/// <param name="At">When its intent was written, in seconds of Unix time.</param>
public sealed record ForcedDown(string Mark, long At);

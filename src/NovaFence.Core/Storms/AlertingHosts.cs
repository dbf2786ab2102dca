using NovaFence.Core.Bookkeeping;

namespace NovaFence.Core.Storms;

/// <summary>The hosts that alerted lately, whatever was decided about them: in one row, so that all instances count together.</summary>
/// <param name="Seen">Each host's mark, and when it last alerted, in seconds of Unix time.</param>
public sealed record AlertingHosts(IReadOnlyDictionary<string, long> Seen)
{
    /// <summary>Most hosts that are counted; from there on the breaker is open whatever its limits.</summary>
    internal const int MaxCounted = 500;

    internal static AlertingHosts None { get; } = new(new Dictionary<string, long>(StringComparer.Ordinal));

    /// <summary>With this host's alert, and without those that are older than the window.</summary>
    internal AlertingHosts With(string host, DateTimeOffset now, TimeSpan window)
    {
        var since = (now - window).ToUnixTimeSeconds();
        var kept = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (mark, at) in Seen.Where(seen => seen.Value >= since))
            kept[mark] = at;
        if (kept.Count < MaxCounted)
            kept[HostMark.Of(host)] = now.ToUnixTimeSeconds();
        return new AlertingHosts(kept);
    }

    /// <summary>Whether its last alert is so recent that another one would tell nothing new.</summary>
    internal bool KnowsOf(string host, DateTimeOffset now, TimeSpan window) =>
        Seen.TryGetValue(HostMark.Of(host), out var at) && now - DateTimeOffset.FromUnixTimeSeconds(at) < window / 10;

    internal int Count(DateTimeOffset now, TimeSpan window) => Seen.Values.Count(at => at >= (now - window).ToUnixTimeSeconds());
}

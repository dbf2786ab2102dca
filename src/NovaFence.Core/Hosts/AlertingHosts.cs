using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The hosts of Nova's whose alerts fire or are held, and those whose alerts did so within <c>Storm:Window</c>: in one row, so that all
/// instances count together.
/// </summary>
/// <param name="Seen">Each host's mark, and when its alert was last heard to fire, in seconds of Unix time.</param>
internal sealed record AlertingHosts(IReadOnlyDictionary<string, long> Seen)
{
    internal static AlertingHosts None { get; } = new(new Dictionary<string, long>(StringComparer.Ordinal));

    /// <summary>The marks of those whose alerts fire now, however long they do.</summary>
    public IReadOnlyList<string>? Firing { get; init; }

    /// <summary>When an operator last said that a storm is over, UTC: alerts of before are not counted, and what was held for it is decided anew.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>With this host's alert, which fires.</summary>
    internal AlertingHosts WithFiring(string host, DateTimeOffset now, TimeSpan window)
    {
        var mark = HostMark.Of(host);
        var kept = Kept(now, window);
        if (kept.Count < StormLimit.MaxCounted)
            kept[mark] = now.ToUnixTimeSeconds();
        var firing = Firing ?? [];
        return this with { Seen = kept, Firing = firing.Contains(mark, StringComparer.Ordinal) || firing.Count >= StormLimit.MaxCounted ? firing : [.. firing, mark] };
    }

    /// <summary>Without this host's alerts, which have all ended; it is still counted for the window.</summary>
    internal AlertingHosts WithoutFiring(string host) =>
        IsFiring(host) ? this with { Firing = [.. Firing!.Where(mark => mark != HostMark.Of(host))] } : this;

    /// <summary>A storm is over.</summary>
    internal static AlertingHosts Reset(DateTimeOffset now) => None with { ResetAt = now };

    /// <summary>Whether it is known to fire, and heard so recently that another event would tell nothing new.</summary>
    internal bool KnowsOf(string host, DateTimeOffset now, TimeSpan window) =>
        IsFiring(host) && Seen.TryGetValue(HostMark.Of(host), out var at) && now - DateTimeOffset.FromUnixTimeSeconds(at) < window / 2;

    /// <summary>Whether an alert of it is known to fire.</summary>
    internal bool IsFiring(string host) => Firing?.Contains(HostMark.Of(host), StringComparer.Ordinal) == true;

    internal int Count(DateTimeOffset now, TimeSpan window) => Kept(now, window).Keys.Union(Firing ?? [], StringComparer.Ordinal).Count();

    private SortedDictionary<string, long> Kept(DateTimeOffset now, TimeSpan window)
    {
        var since = (now - window).ToUnixTimeSeconds();
        return new SortedDictionary<string, long>(Seen.Where(seen => seen.Value >= since).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}

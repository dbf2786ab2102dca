namespace NovaFence.Core.Hosts;

/// <summary>All pauses, in one row: one read tells an instance what it has to leave alone.</summary>
/// <param name="All">Those that hold, and some that have expired and were not cleared away yet.</param>
internal sealed record PauseList(IReadOnlyList<Pause> All)
{
    internal static PauseList None { get; } = new([]);

    /// <summary>What keeps NovaFence from this host now, a drill last; null when nothing does.</summary>
    internal Pause? Of(string host, DateTimeOffset now) => All.Where(pause => pause.Holds(now) && (pause.Host is null || pause.IsOf(host))).MinBy(pause => pause.Drill);

    /// <summary>The same, as the budget's row keeps it.</summary>
    internal IReadOnlyDictionary<string, long> Marks => new SortedDictionary<string, long>(
        All.Where(pause => pause.EndedAt is null).ToDictionary(pause => pause.Host is { } host ? HostMark.Of(host) : Places.All, pause => pause.Until?.ToUnixTimeMilliseconds() ?? 0, StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>When the last pause of this host, or of all, ended: by itself or because somebody resumed; null where none has within <see cref="KeptEnded"/>.</summary>
    internal DateTimeOffset? EndedAt(string host, DateTimeOffset now) => All
        .Where(pause => (pause.Host is null || pause.IsOf(host)) && !pause.Holds(now))
        .Max(pause => pause.EndedAt ?? pause.Until);

    internal PauseList With(Pause pause, DateTimeOffset now) => new([.. All.Where(other => !other.IsOf(pause.Host) && IsKept(other, now)), pause]);

    /// <summary>With the one of this host (or of all) ended now; what ended long ago is left out.</summary>
    internal PauseList Without(string? host, DateTimeOffset now) =>
        new([.. All.Where(other => IsKept(other, now)).Select(other => other.IsOf(host) && other.Holds(now) ? other with { EndedAt = now } : other)]);

    /// <summary>So long an ended pause is remembered: what was held for it is decided anew a while after its end.</summary>
    private static readonly TimeSpan KeptEnded = TimeSpan.FromHours(2);

    private static bool IsKept(Pause pause, DateTimeOffset now) => pause.Holds(now) || (pause.EndedAt ?? pause.Until) > now - KeptEnded;
}

using System.Text.Json;
using NovaFence.Core.Ledger;

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

    internal PauseList With(Pause pause, DateTimeOffset now) => Fitting([.. All.Where(other => !other.IsOf(pause.Host) && IsKept(other, now)).Select(other => Shortened(other, now)), pause], now);

    /// <summary>With the one of this host (or of all) ended now; what ended long ago is left out.</summary>
    internal PauseList Without(string? host, DateTimeOffset now) =>
        Fitting([.. All.Where(other => IsKept(other, now)).Select(other => Shortened(other.IsOf(host) && other.Holds(now) ? other with { EndedAt = now } : other, now))], now);

    /// <summary>Whether one more of a single host leaves room for that of all: everything can be paused at any time.</summary>
    internal bool LeavesRoomForAll => All.Any(pause => pause.Host is null) ? Length(All) <= LedgerCommit.MaxJsonLength : Length(All) <= LedgerCommit.MaxJsonLength - LengthOfOne;

    /// <summary>The most characters that one of all takes in the row, whatever its reason is written in.</summary>
    private const int LengthOfOne = 2500;

    /// <summary>So long an ended pause is remembered: what was held for it is decided anew a while after its end.</summary>
    private static readonly TimeSpan KeptEnded = TimeSpan.FromHours(2);

    private static bool IsKept(Pause pause, DateTimeOffset now) => pause.Holds(now) || (pause.EndedAt ?? pause.Until) > now - KeptEnded;

    /// <summary>When one ended, it is asked, and no more why it was made: what a script pauses host by host must find room.</summary>
    private static Pause Shortened(Pause pause, DateTimeOffset now) => pause.Holds(now) ? pause : pause with { Reason = "", By = "" };

    /// <summary>Without those that ended first, where the row has no room for them.</summary>
    private static PauseList Fitting(List<Pause> pauses, DateTimeOffset now)
    {
        while (Length(pauses) > LedgerCommit.MaxJsonLength - LengthOfOne && pauses.Where(pause => !pause.Holds(now)).MinBy(pause => pause.EndedAt ?? pause.Until) is { } first)
            pauses.Remove(first);
        return new PauseList(pauses);
    }

    private static int Length(IReadOnlyList<Pause> pauses) => JsonSerializer.Serialize(new PauseList(pauses), RowsJson.Plain.PauseList).Length;
}

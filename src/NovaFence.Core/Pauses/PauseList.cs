using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Budgets;

namespace NovaFence.Core.Pauses;

/// <summary>All pauses, in one row: one read tells an instance what it has to leave alone.</summary>
/// <param name="All">Those that hold, and some that have expired and were not cleared away yet.</param>
public sealed record PauseList(IReadOnlyList<Pause> All)
{
    internal static PauseList None { get; } = new([]);

    /// <summary>What keeps NovaFence from this host now; null when nothing does.</summary>
    internal Pause? Of(string host, DateTimeOffset now) => All.FirstOrDefault(pause => pause.Holds(now) && (pause.Host is null || pause.IsOf(host)));

    /// <summary>The same, as the budget's row keeps it.</summary>
    internal IReadOnlyDictionary<string, long> Marks => new SortedDictionary<string, long>(
        All.ToDictionary(pause => pause.Host is { } host ? HostMark.Of(host) : Reservations.All, pause => pause.Until?.ToUnixTimeMilliseconds() ?? 0, StringComparer.Ordinal),
        StringComparer.Ordinal);

    internal PauseList With(Pause pause) => new([.. Without(pause.Host, pause.Since).All, pause]);

    /// <summary>Without the one of this host (or of all), and without those that have expired.</summary>
    internal PauseList Without(string? host, DateTimeOffset now) => new([.. All.Where(other => !other.IsOf(host) && other.Holds(now))]);
}

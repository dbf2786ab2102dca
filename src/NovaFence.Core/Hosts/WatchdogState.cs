using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>When the watchdog was last heard to fire, by receipt. That it has ended says nothing: it is silent when it is no longer heard. In one row, so that all instances hear together.</summary>
internal sealed record WatchdogState(DateTimeOffset? HeardAt)
{
    internal static WatchdogState None { get; } = new((DateTimeOffset?)null);

    /// <summary>Whether it is too long ago that it was heard. What is said to be heard long after now was written by a clock that leapt, and until it is heard again nobody knows when that was.</summary>
    internal bool IsSilent(DateTimeOffset now, TimeSpan silentAfter, FencingOptions clocks) => !(HeardAt >= now - silentAfter) || clocks.IsAhead(HeardAt, now + silentAfter);
}

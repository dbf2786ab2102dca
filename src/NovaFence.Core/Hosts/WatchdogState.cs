namespace NovaFence.Core.Hosts;

/// <summary>When the watchdog was last heard to fire, by receipt. That it has ended says nothing: it is silent when it is no longer heard. In one row, so that all instances hear together.</summary>
internal sealed record WatchdogState(DateTimeOffset? HeardAt)
{
    internal static WatchdogState None { get; } = new((DateTimeOffset?)null);

    /// <summary>Whether it is too long ago that it was heard.</summary>
    internal bool IsSilent(DateTimeOffset now, TimeSpan silentAfter) => !(HeardAt >= now - silentAfter);
}

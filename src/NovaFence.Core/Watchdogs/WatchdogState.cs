using NovaFence.Core.Alerts;
using NovaFence.Core.Fencing;

namespace NovaFence.Core.Watchdogs;

/// <summary>What was last heard of the watchdog: one entry for each Prometheus that sends one. In one row, so that all instances hear together.</summary>
internal sealed record WatchdogState(IReadOnlyList<AlertEntry> Alerts)
{
    internal static WatchdogState None { get; } = new([]);

    /// <summary>When it was last heard to fire; null when it never was, or has ended since.</summary>
    internal DateTimeOffset? HeardAt => Alerts.Where(alert => alert.Status == AlertStatus.Firing).Max(alert => (DateTimeOffset?)alert.LastSeen);

    /// <summary>With this event of it. Its end is heard when Prometheus no longer tells Alertmanager that it fires.</summary>
    internal WatchdogState With(AlertEvent alert) => new(new FenceRecord { Host = "", Alerts = Alerts }.With(alert, accepted: false, route: null, hold: null).Alerts);

    /// <summary>Whether it is too long ago that it was heard.</summary>
    internal bool IsSilent(DateTimeOffset now, TimeSpan silentAfter) => !(HeardAt >= now - silentAfter);
}

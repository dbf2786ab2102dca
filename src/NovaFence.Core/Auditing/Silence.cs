using System.Globalization;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Fencing;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Auditing;

/// <summary>Finds where a word is missing that should have come: of an alert that holds a host down, and of the watchdog.</summary>
internal sealed class Silence(NovaFenceOptions options, RouteTable routes, TimeProvider clock)
{
    /// <summary>Whether every alert that holds this host down has gone silent, of those that are repeated at all.</summary>
    internal bool IsOver(FenceRecord record) => LastHeard(record) is { } heard && clock.GetUtcNow() - heard >= options.Audit.SilentAfter;

    /// <summary>The finding of a host that NovaFence and Nova both have as down; null when its alerts are heard.</summary>
    internal Finding? Of(FenceRecord record) => record is { State: FenceState.Down, Owner: FenceOwner.Alert, IsWantedDown: true } && IsOver(record)
        ? new Finding(
            record.Host,
            FindingKind.Silent,
            record.State,
            "",
            string.Create(CultureInfo.InvariantCulture, $"its alerts have not been repeated since {LastHeard(record):u}: see whether the monitoring still watches it; if it is well, unset it by name: novafence force-down --unset"))
        : null;

    /// <summary>The finding of the watchdog; null when it is heard, or there is none.</summary>
    internal Finding? OfTheWatchdog(Page page)
    {
        var watched = page.Watchdog;
        if (routes.Watchdog is not { } watchdog || !watched.IsSilent(clock.GetUtcNow(), watchdog.SilentAfter))
            return null;
        var heard = watched.HeardAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"has not been heard since {at:u}") : watched.Alerts.Count > 0 ? "has ended" : "was never heard";
        var means = watchdog.Holds ? $"; until then no alert of {watchdog.Receiver} forces a host down" : "";
        return new Finding(Finding.NoHost, FindingKind.MonitoringSilent, FenceState.Clear, "", $"the watchdog {heard}: see whether Prometheus and Alertmanager work and reach NovaFence{means}");
    }

    /// <summary>When an alert that holds it down was last heard; null where one of them is never repeated.</summary>
    private static DateTimeOffset? LastHeard(FenceRecord record)
    {
        var holding = record.Alerts.Where(alert => alert.WantsDown).ToList();
        return holding.Count == 0 || holding.Any(alert => alert.ToldOnce) ? null : holding.Max(alert => alert.LastSeen);
    }
}

using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>1. Does a route match?</summary>
internal sealed class RouteRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (situation.IsWatchdog)
            return new Verdict(VerdictKind.Ignored, Reason.Watchdog, alert.Status == AlertStatus.Firing ? "the monitoring is alive" : "the monitoring says that it has ended");
        if (alert.IsOwnFinding)
            return new Verdict(VerdictKind.Ignored, Reason.OwnFinding, "NovaFence sent it to Alertmanager itself; keep it from coming back by a matcher of the Alertmanager route");
        // What was taken before a route was removed must still be able to end: its resolved is let through.
        if (situation.Route is not null || (alert.Status == AlertStatus.Resolved && situation.Record?.Find(alert) is not null))
            return null;
        return new Verdict(VerdictKind.Ignored, Reason.NoRoute, $"no route takes receiver {alert.Receiver} with these labels");
    }
}

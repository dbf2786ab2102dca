using System.Globalization;
using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>6, too. Is the monitoring known to be alive? What a watchdog no longer vouches for forces nothing down; what has ended may end.</summary>
internal sealed class MonitoringRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (alert.Status == AlertStatus.Resolved || !situation.MonitoringSilent)
            return null;
        var heard = situation.WatchdogHeardAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"was last heard at {at:u}") : "has not been heard, or has ended";
        return new Verdict(VerdictKind.Held, Reason.MonitoringSilent, $"its watchdog {heard}; see whether Prometheus and Alertmanager work and reach NovaFence");
    }
}

using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>8. Is the storm breaker closed? A host that is going down already goes on.</summary>
internal sealed class StormRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (alert.Status == AlertStatus.Resolved || situation.HasPlace || situation.HostsAlerting <= situation.StormLimit)
            return null;
        return new Verdict(
            VerdictKind.Held,
            Reason.Storm,
            $"{situation.HostsAlerting} of {situation.FleetSize} hosts alert at once, and {situation.StormLimit} may; look at the network and the monitoring first");
    }
}

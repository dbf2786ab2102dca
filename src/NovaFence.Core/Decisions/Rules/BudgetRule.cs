using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>9. Is there budget? A host that is going down has its place already.</summary>
internal sealed class BudgetRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (alert.Status == AlertStatus.Resolved || situation.HasPlace || situation.HostsDown < situation.BudgetLimit)
            return null;
        return new Verdict(
            VerdictKind.Held,
            Reason.Budget,
            $"{situation.HostsDown} of {situation.FleetSize} hosts are down or going down, and {situation.BudgetLimit} may be");
    }
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>6. Is NovaFence to act?</summary>
internal sealed class ModeRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (situation.Mode == FenceMode.Fence)
            return null;
        return new Verdict(VerdictKind.Observed, Reason.ObserveOnly, alert.Status == AlertStatus.Firing ? "would have forced down" : "would have unset");
    }
}

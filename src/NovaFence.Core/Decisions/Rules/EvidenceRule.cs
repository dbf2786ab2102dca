using NovaFence.Core.Alerts;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>7. Is the fencing evidence of the route there?</summary>
internal sealed class EvidenceRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (alert.Status == AlertStatus.Resolved)
            return null;
        return situation.Route?.Evidence switch
        {
            Evidence.Asserted => null,
            Evidence.Label label when label.Matcher.Matches(alert.Labels) || label.Matcher.Matches(alert.Annotations) => null,
            Evidence.Corroborated corroborated when situation.Corroborating >= corroborated.Sources => null,
            Evidence.Corroborated corroborated => new Verdict(
                VerdictKind.Held,
                Reason.NoEvidence,
                $"route '{situation.Route.Name}' wants {corroborated.Sources} alerts that agree within {corroborated.Window}, and has {situation.Corroborating}"),
            Evidence.Label label => new Verdict(VerdictKind.Held, Reason.NoEvidence, $"route '{situation.Route.Name}' wants {label.Matcher} on the alert"),
            _ => new Verdict(VerdictKind.Held, Reason.NoEvidence, "no route vouches for it"),
        };
    }
}

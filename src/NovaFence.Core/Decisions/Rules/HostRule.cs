using NovaFence.Core.Alerts;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>3. Does it name exactly one compute host that Nova knows?</summary>
internal sealed class HostRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation) => situation.Resolution switch
    {
        not HostResolution.Found when alert.Status == AlertStatus.Resolved =>
            new Verdict(VerdictKind.Ignored, Reason.AlreadyUp, "no compute host of Nova's and no record goes by that name"),
        HostResolution.Found => null,
        HostResolution.Unknown unknown => new Verdict(VerdictKind.Held, Reason.UnknownHost, $"Nova lists no compute host for it ({unknown.Tried})"),
        HostResolution.Ambiguous ambiguous => new Verdict(
            VerdictKind.Held,
            Reason.AmbiguousHost,
            $"'{ambiguous.Name}' may be {string.Join(" or ", ambiguous.Hosts.Take(5))}{(ambiguous.Hosts.Count > 5 ? " or others" : "")}"),
        _ => throw new InvalidOperationException("a resolution of no known kind"),
    };
}

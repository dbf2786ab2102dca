using NovaFence.Core.Alerts;
using NovaFence.Core.Fencing;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>10. Firing forces down. The last resolved unsets, if an alert forced it down and the route's release says so.</summary>
internal sealed class OwnershipRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (alert.Status == AlertStatus.Firing)
            return new Verdict(VerdictKind.ForceDown, Reason.HostDown, $"by route '{situation.Route!.Name}', evidence {situation.Route.Evidence}");

        var record = situation.Record!;
        if (record.Owner != FenceOwner.Alert)
            return new Verdict(VerdictKind.Ignored, Reason.NotOurs, "an operator forced it down, and only an operator unsets it");
        var others = record.Alerts.Count(other => other.WantsDown && other != record.Find(alert));
        if (others > 0)
            return new Verdict(VerdictKind.Ignored, Reason.AnotherAlertFires, others == 1 ? "one other alert holds it down" : $"{others} other alerts hold it down");
        if (situation.Release == ReleasePolicy.Manually)
        {
            return new Verdict(
                VerdictKind.Ignored,
                Reason.ReleasedManually,
                record.HasLostAlerts
                    ? $"more alerts of this host fired than the {FenceRecord.MaxAlerts} that are kept, so only an operator knows that all have ended"
                    : $"a route that held it down, '{record.Route}' or another, leaves the unset to an operator");
        }

        if (situation.Release == ReleasePolicy.WhenHealthy)
            return new Verdict(VerdictKind.Ignored, Reason.AwaitingHeartbeat, "it is unset when nova-compute there is seen to report again");
        return new Verdict(VerdictKind.Unset, Reason.LastAlertResolved, "no other alert holds it down");
    }
}

using System.Globalization;
using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>2. Is it fresh, and believable? A resolved one is taken however late it comes.</summary>
internal sealed class FreshnessRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (alert.At > situation.Now + situation.MaxClockSkew)
            return new Verdict(VerdictKind.Held, Reason.FromTheFuture, string.Create(CultureInfo.InvariantCulture, $"it says {alert.At:O}, more than {situation.MaxClockSkew} ahead of our clock"));
        if (alert is { Status: AlertStatus.Firing, TellsOfAMoment: true } && situation.Now - alert.At > situation.MaxAge)
            return new Verdict(VerdictKind.Held, Reason.Stale, string.Create(CultureInfo.InvariantCulture, $"it tells of {alert.At:O}, longer ago than {situation.MaxAge}"));
        return null;
    }
}

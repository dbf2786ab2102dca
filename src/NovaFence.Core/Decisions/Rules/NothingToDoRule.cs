using System.Globalization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Fencing;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>5. Is anything left to do?</summary>
internal sealed class NothingToDoRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        var state = situation.Record?.State ?? FenceState.Clear;
        if (alert.Status == AlertStatus.Resolved)
        {
            return state == FenceState.Clear
                ? new Verdict(VerdictKind.Ignored, Reason.AlreadyUp, "NovaFence does not hold this host down")
                : null;
        }

        if (situation.Record?.ClearedElsewhereAt is { } since)
        {
            return new Verdict(
                VerdictKind.Held,
                Reason.ClearedElsewhere,
                string.Create(CultureInfo.InvariantCulture, $"somebody unset this host outside NovaFence, seen at {since:O}; it is not fought"));
        }

        if (state == FenceState.Down)
            return new Verdict(VerdictKind.Ignored, Reason.AlreadyDown, "NovaFence holds this host down");
        if (state == FenceState.Clear && situation.ForcedDownElsewhere)
            return new Verdict(VerdictKind.Ignored, Reason.ForcedDownElsewhere, "Nova lists it as forced down, and not by NovaFence, which will therefore not unset it");
        if (situation.Record?.HasRoomFor(alert) == false)
            return new Verdict(VerdictKind.Held, Reason.TooManyAlerts, $"{FenceRecord.MaxAlerts} alerts of this host fire already");
        return null;
    }
}

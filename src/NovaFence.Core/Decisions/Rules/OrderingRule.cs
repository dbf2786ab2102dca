using System.Globalization;
using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>4. Is it newer than what the record last took from this same alert? A repeat is as new, and goes on.</summary>
internal sealed class OrderingRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (situation.Record is not { } record)
            return null;

        if (record.Find(alert) is { } taken)
        {
            if (taken.IsNewerThan(alert))
                return Superseded($"of this alert a newer event is known: {Word(taken.Status)} at {Time(taken.At)}");
        }
        else if (alert.Status == AlertStatus.Firing && record.ForgottenBefore is { } forgotten && alert.At <= forgotten)
        {
            // It may be a late echo of an alert that has ended, or one that was never seen: a person has to tell.
            return new Verdict(VerdictKind.Held, Reason.TooManyAlerts, $"it began before {Time(forgotten)}, and of that time not every alert of this host is kept");
        }

        if (alert.Status == AlertStatus.Firing && record.OverruledAt is { } overruled && alert.At <= overruled)
            return new Verdict(VerdictKind.Ignored, Reason.Overruled, $"an operator unset the host at {Time(overruled)}, after this alert began to fire");
        return null;
    }

    private static Verdict Superseded(string facts) => new(VerdictKind.Ignored, Reason.Superseded, facts);

    private static string Word(AlertStatus status) => status == AlertStatus.Firing ? "firing" : "resolved";

    private static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}

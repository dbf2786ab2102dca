using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>Whether an alert that brings no evidence along had it by another of its host: <c>corroborated:2</c>.</summary>
internal static class Agreement
{
    /// <summary><c>EvidenceWindow</c>.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Longer than an event that was given waits until it is taken.</summary>
    private static readonly TimeSpan Taking = TimeSpan.FromMinutes(1);

    /// <summary>Whether, for all that anybody can tell, another alert that this one agrees with fires still.</summary>
    internal static bool MayBe(HostPast host, AlertPast alert, long before) => MayHaveBeen(host, alert, before)
        && host.Alerts.Any(other => IsAnother(alert, other) && other.Handings.Exists(handing => Says(handing) && handing.Number < before) && other.At(before) is not { Fires: false, IsCertain: true });

    /// <summary>Whether, for all that anybody can tell, another alert fired within the window of an event of this one.</summary>
    internal static bool MayHaveBeen(HostPast host, AlertPast alert, long before) => AreToAgree(host, alert)
        && alert.Handings.Exists(one => Says(one) && one.Number < before
            && host.Alerts.Any(other => IsAnother(alert, other) && other.Handings.Exists(two => Says(two) && two.Number < before && (one.At - two.At).Duration() < Window + Taking
                && (one.Number < two.Number ? MayFire(alert, two) : MayFire(other, one)))));

    /// <summary>Whether another alert certainly fired within the window of everything that this one said since it ended last, and fires still.</summary>
    internal static bool Is(HostPast host, AlertPast alert) => AreToAgree(host, alert)
        && Running(alert) is { Count: > 0 } ones
        && host.Alerts.Any(other => IsAnother(alert, other) && Running(other) is { Count: > 0 } twos
            && ones.Concat(twos).Max(handing => handing.At) - ones.Concat(twos).Min(handing => handing.At) < Window - Taking);

    private static bool AreToAgree(HostPast host, AlertPast alert) => host.TwoAgree && alert.Alert.Kind == AlertKind.Labelled;

    private static bool IsAnother(AlertPast alert, AlertPast other) => other.Alert.Name.Length > 0 && other.Alert.Name != alert.Alert.Name;

    private static bool Says(Handing handing) => handing is { Said.IsFiring: true, NamesItsHost: true };

    private static bool MayFire(AlertPast alert, Handing when) => alert.At(when.Number) is not { Fires: false, IsCertain: true };

    /// <summary>What was said of an alert that certainly fires, since it ended last; nothing where any of that is in doubt.</summary>
    private static List<Handing> Running(AlertPast alert)
    {
        if (alert.At(long.MaxValue) is not { Fires: true, IsCertain: true, MayHaveGoneOn: false } word)
            return [];
        var running = alert.Handings.FindAll(handing => handing.Said.IsFiring && (word.Ended is null || handing.Answered > word.Ended.Number));
        // What came while they only observed agrees with nothing until it is said again.
        return running.TrueForAll(handing => handing is { IsTaken: true, NamesItsHost: true, IsObserved: false }) ? running : [];
    }
}

using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 8. No host is unset while an evacuation from it is in flight, its nova-compute stands still (<c>whenHealthy</c>), or an alert of it fires that was
/// accepted or is held for anything but evidence or an operator's word. What a route leaves to an operator is released by nobody else.
/// </summary>
internal sealed class ReleasedWhenItMayBe : Sentence
{
    /// <summary>
    /// Nobody can know of an evacuation that begins between Nova's answer and the PUT. That time lasts as long as whoever acts has the host to itself:
    /// an answer that is older than a lease stands for nothing, nor does one that somebody else was given.
    /// </summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    /// <summary>What an operator overruled ends with a period that began so much later than his word.</summary>
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    internal override int Number => 8;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (put is { Down: false, FoundDown: true } && host.IntentOf(put) is { } intent && Doubt(past, host, put, intent) is { } doubt)
                    return $"{host.Name} was unset by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
            }
        }

        return null;
    }

    private static string? Doubt(Past past, HostPast host, Put put, HostPast.Version intent)
    {
        if (!(host.OperatorsForce && host.IsUnsetByAnOperator(intent.Number)) && Evacuated(past, host, put) is { } evacuated)
            return evacuated;
        // What an operator unsets is the operator's word.
        if (host.IsUnsetByAnOperator(intent.Number) || host.IsAnOperatorsDown(intent.Number))
            return null;
        return Firing(host, intent) ?? Kept(host, intent) ?? Still(past, host, put, intent);
    }

    private static string? Evacuated(Past past, HostPast host, Put put)
    {
        if (host.Host.Evacuations.Find(evacuation => evacuation.Began < put.Number && evacuation.Ended > put.Number) is not { } evacuation)
            return null;
        var asked = past.World.Cloud.Questions.FindLast(question =>
            question.Host == host.Name && question.By == put.By && question.Number < put.Number && put.At - question.At <= Lease);
        return asked?.Number < evacuation.Began ? null : "while an evacuation from it was under way of which it could know";
    }

    private static string? Firing(HostPast host, HostPast.Version intent)
    {
        if (intent.Row.Alerts.FirstOrDefault(entry => entry is { IsFiring: true, Overruled: false } && (entry.Accepted || entry.Title is not (null or "no evidence" or "overruled"))) is { } entry)
            return $"while {entry.Fingerprint} fires{(entry.Title is null ? "" : $", held for {entry.Title}")}";
        foreach (var alert in host.Alerts)
        {
            // That Prometheus says otherwise is what it lacks.
            if (host.IsSampled(alert.Alert) && intent.Row.Find(alert.Alert) is { Title: "no evidence" })
                continue;
            // One that names no host, of an alert that no record has, may be anybody's.
            if (alert.At(intent.Number) is { Fires: true, IsCertain: true, Last: { HasMerit: true } last } && !IsOverruled(host, alert, last, intent) && (last.NamesItsHost || intent.Row.Find(alert.Alert) is not null))
                return $"while the last word of {alert.Alert.Fingerprint} is {last.Said}, received at {At(last.At)}";
            // What an operator overruled goes on as overruled.
            if (IsMerged(host, alert, intent) is { } survivor
                && !(intent.Row.Alerts.Any(entry => entry.Fingerprint == survivor && entry.Overruled) && host.Orders.Exists(order => !order.Down && order.Answered < intent.Number && HadBegun(alert, order))))
            {
                return $"while {alert.Alert.Fingerprint} goes on as {survivor}";
            }
        }

        return null;
    }

    /// <summary>Whether an operator unset the host after that had been heard, or had begun: then it no longer holds the host down, whatever else took it down since.</summary>
    private static bool IsOverruled(HostPast host, AlertPast alert, Handing last, HostPast.Version intent) =>
        intent.Row.Find(alert.Alert) is { Overruled: true }
        && !HasBegunAnew(host, alert, last, intent)
        && host.Orders.Exists(order => !order.Down && order.Answered < intent.Number && (last.Number < order.Answered || last.Said.Moment <= order.AnsweredAt || (!alert.Alert.TellsOfMoments && last.Said.Moment <= order.At + MaxClockSkew && HadBegun(alert, order))
            // What it said before the word, however far ahead its sender's clock is.
            || (!alert.Alert.TellsOfMoments && alert.Handings.Exists(handing => handing.Said.IsFiring && handing.Number < order.Answered && handing.Said.Moment >= last.Said.Moment))
            // An incident that had begun, and has not ended since, is the same whatever later moment it tells of.
            || (alert.Alert.TellsOfMoments && HadBegun(alert, order) && alert.Handings.TrueForAll(handing => handing.Said.IsFiring || !handing.IsTaken || handing.Number > intent.Number || alert.IsSuperseded(handing)))));

    /// <summary>Whether it was heard before that word, or began before it and was heard soon after. The word counts from somewhere between its order and its answer.</summary>
    private static bool HadBegun(AlertPast alert, Order order) =>
        alert.Handings.Exists(handing => handing.Said.IsFiring && (handing.Number < order.Answered || (handing.Said.Moment <= order.AnsweredAt && handing.At - order.At <= MaxClockSkew)));

    /// <summary>Whether it ended after the operator's word, and began with a start that is later than that end and all that it had said before the word.</summary>
    private static bool HasBegunAnew(HostPast host, AlertPast alert, Handing last, HostPast.Version intent)
    {
        if (alert.Alert.TellsOfMoments || host.Orders.FindLast(order => !order.Down && order.Answered < intent.Number) is not { } word)
            return false;
        var said = alert.Handings.Where(handing => handing.Said.IsFiring && handing.Number < word.Answered).Select(handing => handing.Said.Moment).DefaultIfEmpty(TimeSpan.MaxValue).Max();
        return last.IsTaken && last.Number > word.Answered && alert.Handings.Exists(end => end is { Said.IsFiring: false, IsTaken: true, NamesItsHost: true }
            && end.Number > word.Answered && end.Answered < last.Number && end.Said.Moment < last.Said.Moment && end.Said.Moment >= word.At) && last.Said.Moment > said;
    }

    /// <summary>The incident that goes on in the place of one that held the host down; null where none does.</summary>
    private static string? IsMerged(HostPast host, AlertPast alert, HostPast.Version intent)
    {
        if (alert.Handings.Where(handing => !handing.Said.IsFiring && handing.IsTaken && handing.Answered < intent.Number).MaxBy(handing => handing.Moment) is not { Said.MergedInto: { } survivor } merge)
            return null;
        if (alert.Handings.Exists(handing => handing.Said.IsFiring && handing.Number < intent.Number && handing.Moment > merge.Moment))
            return null;
        // Of an end and a merge that were under way at once either may have come first.
        if (alert.Handings.Exists(end => end is { Said.IsFiring: false, Said.MergedInto: null } && end.Number < merge.Answered && end.Moment <= merge.Moment && !alert.Handings.Exists(begin => begin.Said.IsFiring && begin.Number < merge.Number && begin.Moment > end.Moment && begin.Moment <= merge.Moment)))
            return null;
        // What had ended before goes on nowhere, nor what nobody can tell to have fired.
        if (alert.At(alert.Handings.First(handing => handing.Said == merge.Said).Number) is not { Fires: true, IsCertain: true })
            return null;
        // One that was still under way when it was merged came later than its end, or at the same time.
        return alert.Handings.Exists(handing => handing.HasMerit && handing.IsTaken && handing.Answered < merge.Number && !alert.IsSuperseded(handing)) && !host.HasEnded(survivor, intent.Number) ? survivor : null;
    }

    private static string? Kept(HostPast host, HostPast.Version intent) => EndedBlind(host, intent) is { } blind ? $"although {blind.Alert.Fingerprint} ended as its series vanished" :
        host.Alerts.FirstOrDefault(alert => IsOf(host, alert, intent, alert.Alert.IsKept)) is { } kept ? $"although the route of {kept.Alert.Fingerprint} leaves that to an operator" : null;

    /// <summary>An alert that held the host down and ended by what says nothing of it.</summary>
    private static AlertPast? EndedBlind(HostPast host, HostPast.Version intent) => host.Alerts.FirstOrDefault(alert =>
        alert.At(intent.Number) is { Fires: false, IsCertain: true, Ended.Said.EndsBlind: true }
        && intent.Before?.Find(alert.Alert) is { Accepted: true } && intent.Row.Find(alert.Alert) is { Accepted: true, IsFiring: false });

    /// <summary>Whether an alert of this kind held the host down until it ended: it says how the host is released until it is clear.</summary>
    private static bool IsOf(HostPast host, AlertPast alert, HostPast.Version intent, bool isOfItsKind) =>
        isOfItsKind
        // What only goes on in the place of another is released as that one is.
        && alert.Handings.Exists(handing => handing is { Said.IsFiring: true, HasMerit: true } && handing.Number < intent.Number && !(handing.IsTaken && handing.Answered > intent.Number) && !IsOvertaken(alert, handing) && !IsOver(host, alert, handing, intent))
        && !alert.Handings.Exists(handing => (handing.IsOfTheFrontRoute || handing.Said.IsLowered) && handing.Said.IsFiring)
        // What was taken only after the unset was decided, and stored with it, had no part in it.
        && intent.Before?.Find(alert.Alert) is { Accepted: true }
        && intent.Row.Find(alert.Alert) is { Accepted: true, IsFiring: false };

    /// <summary>Whether it had ended before the host left clear: it held nothing down, and what goes on under its name since goes on for another.</summary>
    private static bool IsOver(HostPast host, AlertPast alert, Handing firing, HostPast.Version intent) =>
        alert.Alert.TellsOfMoments
        && host.Versions.FindLast(version => version.Number <= intent.Number && version is { Row.IsClear: false, Before: null or { IsClear: true } }) is { } began
        && alert.Handings.Exists(end => end is { Said: { IsFiring: false, MergedInto: null }, IsTaken: true }
            && (end.NamesItsHost || end.Said.Names.Length == 0) && end.Answered < began.Number && end.Moment >= firing.Moment);

    /// <summary>Whether a later moment of it had ended it before that came: then it was of no account.</summary>
    private static bool IsOvertaken(AlertPast alert, Handing firing) =>
        alert.Alert.TellsOfMoments && alert.Handings.Exists(end => !end.Said.IsFiring && end.Number < firing.Answered && end.Moment >= firing.Moment);

    private static string? Still(Past past, HostPast host, Put put, HostPast.Version intent)
    {
        if (!host.Alerts.Any(alert => IsOf(host, alert, intent, alert.Alert.Kind == AlertKind.Healthy)))
            return null;
        var ended = host.Versions.Where(version => version.Number < intent.Number).Reverse()
            .TakeWhile(version => !version.Row.Alerts.Any(alert => alert is { Accepted: true, IsFiring: true }))
            .LastOrDefault(intent).Commit.At;
        var reports = host.Host.Heart.Between(ended, put.At);
        // What somebody else writes advances updated_at as a report does, and nobody can tell them apart. Our own PUTs are known.
        var writes = host.Host.TouchedByOthers.Count(moment => moment > ended && moment <= put.At)
            // What a person disabled and enabled between two looks is as it was, but for that.
            + host.Host.WasDisabledByOthers.Count(one => one.To > ended && one.To <= put.At
                && !past.World.Cloud.Looks.Exists(look => look.By == put.By && look.EndedAt >= one.From && look.BeganAt <= one.To && look.Of(host.Name) is { Disabled: true }));
        return reports + writes >= put.By.Setup.Heartbeats ? null : $"and since its alerts ended nova-compute had reported {reports} times";
    }
}

using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 4. Of one alert the last word received counts: within the window nothing is done until it ends, after it a firing event is a new period. It is asked
/// of every PUT that goes out within a window, and of what the record says in the end.
/// </summary>
internal sealed class TheLastWordCounts : Sentence
{
    internal override int Number => 4;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (host.IntentOf(put) is { } intent && (put.Down ? Early(past, host, intent) : Hasty(past, host, put, intent)) is { } doubt)
                    return $"{host.Name} was {(put.Down ? "forced down" : "unset")} by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
            }

            foreach (var version in host.Versions)
            {
                if (Fallen(host, version) is { } fallen)
                    return $"the record of {host.Name} fell back: {version.Commit.By} wrote {fallen} at {At(version.Commit.At - past.World.Clock.Start)}";
            }

            foreach (var alert in host.Alerts)
            {
                if (alert.At(long.MaxValue) is { IsCertain: true } word && !IsKept(past, host, alert, word))
                    return $"the last word is {word.Last.Said}, received at {At(word.Last.At)}, and the record of {host.Name} ends with {host.RowAt(past.End)?.Find(alert.Alert)?.Status ?? "nothing of it"}";
            }
        }

        return null;
    }

    /// <summary>What shows that an unset did not wait for the end of the window. The window is open for every alert of the host that was accepted.</summary>
    private static string? Hasty(Past past, HostPast host, Put put, HostPast.Version intent)
    {
        if (host.IsUnsetByAnOperator(intent.Number) || host.IsAnOperatorsDown(intent.Number))
            return null;
        var settle = put.By.Setup.Settle;
        foreach (var alert in host.Alerts)
        {
            if (intent.Row.Find(alert.Alert) is not { IsFiring: false } || (intent.Before ?? intent.Row).Find(alert.Alert) is not { Accepted: true })
                continue;
            // The first that it heard since it fired last: one that is repeated may not have been read yet.
            var fired = alert.Handings.FindLast(handing => handing.Said.IsFiring && handing.IsTaken && handing.Number < intent.Number && !alert.MayBeSuperseded(handing))?.Number ?? 0;
            var resolved = alert.Handings.Find(handing => !handing.Said.IsFiring && handing.NamesItsHost && handing.Number > fired && handing.Number < intent.Number && !IsOfTheOneBefore(alert, handing) && !alert.IsSuperseded(handing));
            if (resolved is not null && host.Time(resolved.At) + settle > put.At + past.History.Skew)
                return $"and {resolved.Said} was received at {At(resolved.At)}: the window of {settle.TotalSeconds} s was open";
        }

        return null;
    }

    /// <summary>What shows that a force-down rests only on what is pending until the window ends.</summary>
    private static string? Early(Past past, HostPast host, HostPast.Version intent)
    {
        if (host.IsAnOperatorsDown(intent.Number) || host.ClearedBefore(intent.Number) is var cleared && host.Versions.Exists(version => version.IsIntent && version.Row.Attempt!.Down && version.Number > cleared && version.Number < intent.Number))
            return null;
        var firing = host.Alerts.Where(alert => (alert.Handings.Exists(handing => handing.HasMerit && handing.Number < intent.Number) || Agreement.MayHaveBeen(host, alert, intent.Number)) && alert.At(intent.Number) is not { Fires: false, IsCertain: true }).ToList();
        if (firing.Count == 0 || !firing.TrueForAll(alert => IsPending(past, host, alert, intent)))
            return null;
        return "for what resumed within the window, before it ended";
    }

    private static bool IsPending(Past past, HostPast host, AlertPast alert, HostPast.Version intent) =>
        !alert.Alert.TellsOfMoments
        && alert.At(intent.Number) is { Fires: true, IsCertain: true, Resumed: true, Ended: { IsTaken: true } ended }
        && !alert.Handings.Exists(handing => handing.Said.IsFiring && handing.Number > ended.Number && handing.Number < intent.Number && handing.Said.Moment > ended.Moment)
        && host.Time(ended.At) + Settles(host, alert, ended.Number, intent) > intent.Commit.At + past.History.Skew
        // What the record never had fire was not ended by it.
        && alert.Handings.Exists(handing => handing.Said.IsFiring && handing.IsTaken && handing.Answered < ended.Number);

    /// <summary>The shortest time that an instance lets settle which wrote since its end that it fires: it waits no longer, and what it wrote is so for the others.</summary>
    private static TimeSpan Settles(HostPast host, AlertPast alert, long ended, HostPast.Version intent) => host.Versions
        .Where(version => version.Number > ended && version.Number <= intent.Number && version.Row.Find(alert.Alert) is { IsFiring: true })
        .Select(version => version.Commit.By.Setup.Settle).Append(intent.Commit.By.Setup.Settle).Min();

    /// <summary>What was merged goes on under another id.</summary>
    private static bool IsMerged(HostPast host, AlertPart entry) =>
        host.Alerts.Any(alert => alert.Alert.Fingerprint == entry.Fingerprint && alert.Handings.Exists(handing => handing.Said.MergedInto is not null));

    /// <summary>Whether another was merged into it, and may go on in its place though it had ended.</summary>
    private static bool IsGoneOnIn(Past past, AlertPast alert) =>
        past.World.Senders.Handings.Exists(handing => handing.IsTaken && handing.Said.MergedInto == alert.Alert.Fingerprint);

    private static string? Fallen(HostPast host, HostPast.Version version)
    {
        foreach (var before in version.Before?.Alerts ?? [])
        {
            var now = version.Row.Alerts.FirstOrDefault(entry => entry.Fingerprint == before.Fingerprint && entry.Receiver == before.Receiver);
            if (now is null && before is { IsFiring: true, Accepted: true } && !IsMerged(host, before) && !MayHaveMadeRoom(host, before, version))
                return $"nothing of {before.Fingerprint} any more";
            // In a full record an end may make room for another alert, and an earlier event of its incident come after that, in one commit.
            if (before.Receiver == "pagerduty" && now?.At < before.At && !MayHaveMadeRoom(host, before, version))
                return $"{before.Fingerprint} {now.Status} of an earlier moment";
        }

        return null;
    }

    /// <summary>Whether it may have ended and, in the same commit, made room for another.</summary>
    private static bool MayHaveMadeRoom(HostPast host, AlertPart entry, HostPast.Version version) => host.WasFull
        && host.Alerts.Any(alert => alert.Alert.Fingerprint == entry.Fingerprint && alert.Handings.Exists(handing => !handing.Said.IsFiring && handing.Number < version.Number && handing.Answered > version.Number));

    /// <summary>Whether it ended before its period began, by what was said of that: then it may have ended nothing.</summary>
    private static bool IsOfTheOneBefore(AlertPast alert, Handing end) =>
        alert.Handings.Exists(begin => begin.Said.IsFiring && begin.IsTaken && begin.Number < end.Number && begin.Said.Moment > end.Said.Moment);

    private static bool IsKept(Past past, HostPast host, AlertPast alert, AlertPast.Word word)
    {
        var entry = host.RowAt(past.End)?.Find(alert.Alert);
        if (entry is not null)
        {
            return entry.IsFiring == word.Fires || IsGoneOnIn(past, alert);
        }

        // What no record took, and what ended, need not be kept, nor need what fires for a host that Nova did not know.
        return !word.Fires || host.WasFull || !host.Host.WasAlwaysListed || past.End.Rows.ContainsKey($"unresolved:{alert.Alert.Receiver}:{alert.Alert.Fingerprint}");
    }
}

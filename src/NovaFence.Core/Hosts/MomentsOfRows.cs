using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <summary>The rows of the hosts' life with every moment as it can be. A sender's and the cloud's own times stay as they were said.</summary>
internal static class MomentsOfRows
{
    internal static HostRecord In(this HostRecord record, Moments moments) => record with
    {
        Alerts = [.. record.Alerts.Select(alert => alert.In(moments))],
        Attempt = record.Attempt is { } attempt ? attempt with { Until = moments.Until(attempt.Until, moments.LeaseOf(record)) } : null,
        Word = record.Word is { } word ? word with { At = moments.Past(word.At), DoneAt = moments.Past(word.DoneAt) } : null,
        EventAt = moments.Past(record.EventAt),
        RetryAt = moments.Again(record.RetryAt),
        OverruledAt = moments.Past(record.OverruledAt),
        ReleaseSince = moments.Past(record.ReleaseSince),
        // Which of two moments was first nobody knows any more: reports are counted anew.
        Heartbeat = moments.IsAhead(record.Heartbeat?.SeenAt) ? null : record.Heartbeat,
        AfterDown = record.AfterDown is { } seen ? seen with { SeenAt = moments.Past(seen.SeenAt) } : null,
        ContradictedAt = moments.Past(record.ContradictedAt),
        RaisedAt = moments.Past(record.RaisedAt),
        DownMayArriveUntil = moments.Arrives(record.DownMayArriveUntil),
        UpMayArriveUntil = moments.Arrives(record.UpMayArriveUntil),
        Reads = record.Reads?.In(moments),
        SwitchedOff = record.SwitchedOff?.In(moments),
        ProvenOffAt = moments.Past(record.ProvenOffAt),
        PoweredOnAt = moments.Past(record.PoweredOnAt),
        ReceivedAt = moments.Past(record.ReceivedAt),
        IntentAt = moments.Past(record.IntentAt),
        PutSentAt = moments.Past(record.PutSentAt),
        ConfirmedAt = moments.Past(record.ConfirmedAt),
        DownSince = moments.Past(record.DownSince),
    };

    internal static AlertEntry In(this AlertEntry entry, Moments moments) => entry with
    {
        PeriodSince = moments.Past(entry.PeriodSince),
        // What ended before an operator's word must not seem to have ended after it.
        ResolvedAt = moments.JustBefore(entry.ResolvedAt),
        FirstSeen = moments.Past(entry.FirstSeen),
        LastSeen = moments.Past(entry.LastSeen),
        OverruledAt = moments.Past(entry.OverruledAt),
        Held = entry.Held is { } hold ? hold with { Since = moments.Past(hold.Since), SeenAt = moments.Past(hold.SeenAt), NextAt = moments.Again(hold.NextAt) } : null,
    };

    internal static Places In(this Places places, Moments moments)
    {
        var now = moments.Now.ToUnixTimeSeconds();
        return places with { Recent = places.Recent is { } recent ? [.. recent.Select(one => moments.IsAhead(DateTimeOffset.FromUnixTimeSeconds(one.At)) ? one with { At = now } : one)] : null };
    }

    /// <summary>A pause that began later than now lasts from now as long as it was to.</summary>
    internal static PauseList In(this PauseList pauses, Moments moments) => new([.. pauses.All.Select(pause => (moments.IsAhead(pause.Since)
        // To the millisecond, as the row of the places keeps it.
        ? pause with { Since = moments.Now, Until = pause.Until is { } until ? DateTimeOffset.FromUnixTimeMilliseconds((until - (pause.Since - moments.Now)).ToUnixTimeMilliseconds()) : null }
        : pause) with { EndedAt = moments.Past(pause.EndedAt) })]);

    internal static AlertingHosts In(this AlertingHosts alerting, Moments moments)
    {
        var now = moments.Now.ToUnixTimeSeconds();
        return alerting with
        {
            Seen = alerting.Seen.ToDictionary(one => one.Key, one => moments.IsAhead(DateTimeOffset.FromUnixTimeSeconds(one.Value)) ? now : one.Value, StringComparer.Ordinal),
            // What was held after that was for another storm.
            ResetAt = moments.JustBefore(alerting.ResetAt),
        };
    }

    private static HostReads In(this HostReads reads, Moments moments)
    {
        if (!moments.IsAhead(reads.LastAt) && !moments.IsAhead(reads.VoidedAt) && !moments.IsAhead(reads.SwitchedOffAt) && reads.Samples?.Any(read => moments.IsAhead(read.Ended)) != true)
            return reads;
        return reads with
        {
            Offs = [],
            VoidedAt = moments.Past(reads.VoidedAt),
            LastAt = moments.Past(reads.LastAt),
            SwitchedOffAt = moments.Past(reads.SwitchedOffAt),
            Ons = 0,
            OnSince = null,
            Samples = null,
        };
    }

    private static PowerOffSent In(this PowerOffSent sent, Moments moments) => sent with
    {
        At = moments.Past(sent.At),
        MayActUntil = moments.Until(sent.MayActUntil, PowerOffSent.Within + PowerOffSent.ActsWithin),
        AgainAt = moments.Until(sent.AgainAt, PowerOffSent.Within + PowerOffSent.NotAgainFor),
    };
}

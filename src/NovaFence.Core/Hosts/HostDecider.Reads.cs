using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <content>What has to be read for a route's evidence: when that is due, and what the answers come to.</content>
internal sealed partial class HostDecider
{
    /// <summary>For so long a host is asked at <see cref="Options.PowerTimingOptions.ReadEvery"/>, and then <see cref="SeldomFactor"/> times as seldom.</summary>
    private static readonly TimeSpan AskedOften = TimeSpan.FromMinutes(2);

    private const int SeldomFactor = 6;

    /// <summary>The record with what was read of its host.</summary>
    private HostRecord Noted(HostRecord record, HostReading reading)
    {
        var reads = record.Reads ?? HostReads.None;
        if (reading.Power is { } power)
        {
            if (reading.HasClockLeapt)
                reads = reads.WithoutOffsBefore(power.Began, running.Instance);
            reads = reads.With(power, running.Instance, options.Power, isProof: reading.KnownBefore is not { } known || known.VoidedAt == reads.VoidedAt);
        }

        foreach (var (condition, read) in reading.Samples)
            reads = reads.With(condition, read, running.Instance);
        return record with { Reads = reads };
    }

    /// <summary>What was read since the alert was received, and may still be used.</summary>
    private EvidenceFacts ReadFor(HostRecord record, AlertEntry entry, DateTimeOffset now)
    {
        // What took the host down was proven then, and is not asked for again while it is down.
        if (entry.WantsDown && record.DownSince is not null)
            return EvidenceFacts.None with { IsReadAssumed = true };
        if (record.Reads is not { } reads)
            return EvidenceFacts.None with { NotSwitchedOff = NotSwitchedOff(record, entry, now) };
        var since = SinceOf(entry);
        var isRead = reads.LastAt >= since;
        return EvidenceFacts.None with
        {
            IsProvenOff = reads.ProvenAt(running.Instance, since, options.Power) is { } proven && IsFresh(proven, now),
            Power = isRead ? reads.Last : null,
            PowerFacts = isRead ? reads.LastFacts : null,
            PowerReadAt = isRead ? reads.LastAt : null,
            NotSwitchedOff = NotSwitchedOff(record, entry, now),
            Samples = [.. (reads.Samples ?? []).Where(read => read.By == running.Instance && read.Began >= since && IsFresh(read.Ended, now))],
        };
    }

    // Nothing is fresh that is still to come: the clock was put back since, and how long ago it was nobody knows.
    private bool IsFresh(DateTimeOffset ended, DateTimeOffset now) => ended <= now && now - ended <= options.Power.UsedWithin;

    private static DateTimeOffset SinceOf(AlertEntry entry) => entry.PeriodSince ?? entry.LastSeen;

    /// <summary>When the next question for this alert's evidence is due, UTC; null where none would change anything.</summary>
    private DateTimeOffset? ReadAt(HostRecord record, AlertEntry entry, Evidence? evidence, EvidenceFacts facts, DateTimeOffset now)
    {
        if (evidence?.Outstanding(facts).ToList() is not { Count: > 0 } outstanding)
            return null;
        var since = SinceOf(entry);
        var every = entry.Held is { } held && now - held.Since > AskedOften ? options.Power.ReadEvery * SeldomFactor : options.Power.ReadEvery;
        return outstanding.Min(part => part is Evidence.Samples samples
            ? record.Reads?.SamplesOf(samples.Mark, running.Instance, since) is { } read ? read.Ended + every : since
            : (record.Reads ?? HostReads.None).NextAt(running.Instance, since, every, options.Power));
    }

    /// <summary>
    /// The decision. What is held for another reason than its evidence stays so while that reason applies: reading would let nothing through, and a hold that
    /// changes with each answer tells a person nothing.
    /// </summary>
    /// <param name="situation">What is looked at.</param>
    /// <param name="isJustRead">Whether its machine was read just now, and by whoever asks: then it is switched off where its route wants that.</param>
    internal Decision DecideReading(Situation situation, bool isJustRead)
    {
        var decision = Rules.Decide(situation);
        if (situation is not { Route.Evidence.IsRead: true } || decision.Verdict is not { Kind: VerdictKind.Held } verdict || !IsOfReading(verdict.Reason))
            return decision;
        if (isJustRead && WantsSwitchedOff(situation) && DecideSwitchingOff(situation) is { } switching)
            return switching;
        if (situation.HeldFor is not { } before || IsOfReading(before))
            return decision;
        var assumed = Rules.Decide(situation with { Read = situation.Read with { IsReadAssumed = true } });
        return assumed.Verdict is null || (assumed.Verdict.Kind == VerdictKind.Held && assumed.Verdict.Reason == before) ? assumed : decision;
    }

    private static bool IsOfReading(Reason reason) => reason == Reason.NoEvidence || Unread.IsOfPower(reason);

    /// <summary>Whether the alert waits for what is read of its host.</summary>
    private bool WaitsForReading(AlertEntry entry) =>
        entry.Held is { Reason: var reason } && (Unread.IsOfPower(reason) || (reason == Reason.NoEvidence && routes.Named(entry.Route) is { Evidence.IsRead: true }));

    /// <summary>Leaves the job with what has to be read now for this verdict.</summary>
    private static void AskFor(HostJob job, Verdict verdict, Situation situation)
    {
        if (verdict.Kind == VerdictKind.Held && IsOfReading(verdict.Reason) && situation is { ReadAt: { } at, Route.Evidence: { } evidence } && at <= situation.Now)
            job.ToRead = [.. job.ToRead.Union(evidence.Outstanding(situation.Facts))];
    }

    /// <summary>
    /// When this host is read next for a hold that may pass with that, UTC; null where none does: a machine that runs, or a BMC that is not to be believed, is
    /// nothing to wait for. An audit waits for the read-back alone: it has other hosts, and comes again.
    /// </summary>
    internal static DateTimeOffset? ReadsNextAt(HostRecord record, bool isAudit, DateTimeOffset now) => record.IsDown
        ? null
        : record.MayGoOff(now) ? (isAudit && record.Reads is not { Last: PowerReading.Off } ? null : record.RetryAt)
        : record.Alerts.Where(entry => entry.IsHeld && entry.Held!.Reason is var reason && (reason == Reason.CheckingPower || (!isAudit && reason is Reason.GoingOff or Reason.PowerBusy))).Min(entry => entry.Held!.NextAt);

    /// <summary>
    /// Why what is wanted for alerts cannot be sent on their evidence: what was read is too old by now, or says something else, what agreed has ended, a later
    /// event of the alert says nothing of fencing any more, the route that took it is gone, or the monitoring that would say that it ended is silent. Null where it can.
    /// </summary>
    private Hold? Unproven(LedgerTransaction transaction, HostRecord record, HostJob job, DateTimeOffset now)
    {
        Hold? lacking = null;
        foreach (var entry in record.Alerts.Where(alert => alert.WantsDown))
        {
            if (Unrouted(record, entry, now) is { } unrouted)
                return unrouted;
            if (routes.Routes.Count == 0 || entry.OfFirstEdition)
                return null;
            if (LackOf(transaction, record, job, entry, now) is not { } lack)
                return null;
            lacking ??= lack;
        }

        return lacking;
    }

    /// <summary>What this alert lacks of it; null where nothing.</summary>
    private Hold? LackOf(LedgerTransaction transaction, HostRecord record, HostJob job, AlertEntry entry, DateTimeOffset now)
    {
        if (NoLongerTaken(entry) is { } gone)
            return HoldFor(gone, now);
        var route = routes.Named(entry.Route)!;
        if (route.IgnoresContradiction && IsLongAgo(entry, now))
            return HoldFor(new Verdict(VerdictKind.Held, Reason.AwaitingOperator, $"it was last heard at {entry.LastSeen:u}, and by its route no report of nova-compute says whether it is so still"), now) with { NextAt = null };
        var seen = See(transaction, record, entry, job, AlertOrder.Repeat, isKnown: true, isRetry: true, now);
        if (seen.MonitoringSilent && Rules.Running(seen with { Paused = null }) is { } silent)
        {
            Rely(transaction, silent);
            return HoldFor(silent, now);
        }

        var facts = seen.Facts;
        return route.Evidence.IsMetBy(facts) ? null : HoldFor(Unread.Lacking(route, route.Evidence, facts), now) with { NextAt = route.Evidence.IsRead ? now : seen.MayAgreeElsewhere || IsAskedOtherwise(entry) ? now + BetweenRetries : null };
    }

    /// <summary>
    /// Why what waits is not let through by the route of its name: there is none, or that takes other alerts by now, hosts are found by other labels, or NovaFence only observed. The labels of an alert
    /// are not kept, so that only its next event finds its route and its host anew, or an operator. Null where nothing has changed.
    /// </summary>
    private Verdict? NoLongerTaken(AlertEntry entry) => routes.Named(entry.Route) is null
        ? new(VerdictKind.Held, Reason.AwaitingOperator, $"the route '{entry.Route}' that took it is no longer configured (FormerNames of another may name it)")
        : IsTakenOtherwise(entry)
        ? new(VerdictKind.Held, Reason.AwaitingOperator, $"since it came the route '{entry.Route}' has been given other matchers, or another route stands before it, hosts are found by other labels, or NovaFence:Mode is another one: its next event decides it")
        : null;

    /// <summary>Whether no route of its name takes it any more, or takes other alerts by now.</summary>
    private bool IsNotTaken(AlertEntry entry) => routes.Named(entry.Route) is null || IsTakenOtherwise(entry);

    /// <summary>Whether its route took it as another one than that of its name is now.</summary>
    private bool IsTakenOtherwise(AlertEntry entry) => routes.Named(entry.Route) is { } route
        && ((entry.TakenAs is { } then && route.TakesAs is { } now && then != now) || (entry.TakenBehind is { } behind && route.TakesBehind is { } before && behind != before));

    /// <summary>Whether it says nothing of now any more: an audit calls what is held down by it <c>stale</c>.</summary>
    private bool IsLongAgo(AlertEntry entry, DateTimeOffset now) => entry.ToldOnce ? now - entry.At > options.Audit.SilentAfter * 5 : now - entry.LastSeen > options.Audit.SilentAfter;

    /// <summary>Until when the evidence that was read may be used for the PUT, UTC; null where an alert that lacks nothing needs none. One that lacks something carries nothing.</summary>
    private DateTimeOffset? UsableUntil(LedgerTransaction transaction, HostRecord record, HostJob job, DateTimeOffset now)
    {
        DateTimeOffset? until = null;
        foreach (var entry in record.Alerts.Where(alert => alert.WantsDown))
        {
            if (routes.Routes.Count == 0 || entry.OfFirstEdition)
                return null;
            if (LackOf(transaction, record, job, entry, now) is not null)
                continue;
            var evidence = routes.Named(entry.Route)!.Evidence;
            var corroborating = evidence.Window is { } window ? Corroborating(record, entry, window, now) : 0;
            var unread = new EvidenceFacts(entry.Carried, corroborating);
            if (record.Reads is not { } reads || evidence.IsMetBy(unread))
                return null;
            var since = SinceOf(entry);
            var used = evidence.Outstanding(unread).Select(part => part is Evidence.Samples samples ? reads.SamplesOf(samples.Mark, running.Instance, since)?.Ended : reads.ProvenAt(running.Instance, since, options.Power)).Min();
            if (used is { } read && !(read + options.Power.UsedWithin <= until))
                until = read + options.Power.UsedWithin;
        }

        return until;
    }

    /// <summary>Whether the right machine was read to run twice since it was proven off.</summary>
    private static bool RunsSince(HostRecord record, DateTimeOffset proven) => record.Reads is { Ons: >= 2, OnSince: { } since } && since > proven;

    /// <summary>What its release lacks of its power, for a person; null where nothing.</summary>
    internal static string? PowerLacks(HostRecord record) => record.ProvenOffAt is not { } proven || RunsSince(record, proven) ? null
        : record.Reads is { Last: { } last, LastAt: var at } && at > proven ? $"its BMC has not said twice since it was proven off that it runs, and said {last} last"
        : "its BMC has not said since it was proven off that it runs";

    /// <summary>When the machine of a host is asked next that was proven off and is down, UTC; null where nobody has to.</summary>
    private DateTimeOffset? WatchedAt(HostRecord record)
    {
        if (record is not { ProvenOffAt: { } proven, IsHeldDown: true } || record.IsWantedByOperator)
            return null;
        var every = WaitsForReports(record) && !RunsSince(record, proven) ? options.Cloud.ReportInterval : options.Power.ReadEvery * SeldomFactor;
        return (record.Reads?.LastAt ?? proven) + every;
    }

    /// <summary>
    /// Watches the machine of a host that was proven off. One that runs while its alert fires, or while an evacuation from it is unfinished, is for a person,
    /// at once; in a normal recovery it is nothing. A step where Nova has to be asked for evacuations; null to go on.
    /// </summary>
    private HostStep.AskForEvacuations? Watch(HostJob job, ref HostRecord record, DateTimeOffset now)
    {
        if (record is not { ProvenOffAt: { } proven, IsHeldDown: true })
            return null;
        var runs = record.Reads is { Last: PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused, LastAt: { } at } && at > proven;
        if (runs && !record.IsWantedByAlerts && job.Reading is not null && job.Evacuations is null)
            return new HostStep.AskForEvacuations(new Cloud.ComputeHost(record.Host, record.ServiceId));
        if (runs && (record.IsWantedByAlerts || job.Evacuations is Cloud.EvacuationCount.Known { InFlight: > 0 }))
            record = record.PoweredOnAt is null ? record with { PoweredOnAt = now } : record;
        else if (record.PoweredOnAt is not null && (!runs || job.Evacuations is Cloud.EvacuationCount.Known))
            record = record with { PoweredOnAt = null };
        if (job.Reading is null && WatchedAt(record) <= now)
            job.ToRead = [.. job.ToRead.Union([new Evidence.PowerOff()])];
        return null;
    }

    /// <summary>When the answer was complete by which this host is forced down as proven off; null where its evidence is another.</summary>
    private DateTimeOffset? ProvenOffAt(HostRecord record, DateTimeOffset now) => record.Alerts.Where(alert => alert.WantsDown && routes.Named(alert.Route) is { Evidence.AsksForPower: true })
        .Max(alert => record.Reads?.ProvenAt(running.Instance, SinceOf(alert), options.Power) is { } proven && IsFresh(proven, now) ? proven : (DateTimeOffset?)null);
}

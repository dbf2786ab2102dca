using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>
/// Says what follows for one host from its record, its job and what was seen: takes the event or command, holds the record against the look, decides
/// holds anew, and writes the intent. Works on a transaction only, so it may run again.
/// </summary>
internal sealed partial class HostDecider(NovaFenceOptions options, RouteTable routes, FleetCache fleet, RunningAttempts running, HeardEnds ends, TimeProvider clock)
{
    /// <summary>The next step of the job.</summary>
    internal HostStep Decide(LedgerTransaction transaction, HostJob job, string attemptId)
    {
        var now = clock.GetUtcNow();
        var record = transaction.Record(job.Host) ?? new HostRecord { Host = job.Host };
        if (!job.IsTaken && job.Alert is { } alert && ElsewhereIn(transaction, job, alert) is { } hosts)
            return new HostStep.BelongsTo(hosts);

        var before = record;
        if (record.Attempt is { } attempt && !running.IsLive(record, now))
        {
            // What this process knows of it is written, and what nobody knows is in doubt for as long as a PUT of it may arrive.
            if (running.OutcomeOf(attempt) is { } outcome)
                before = record = Ended(transaction, record, outcome);
            else
                record = Step(record, new HostInput.LeaseEnded((attempt.Until > now ? attempt.Until : now) + Longer(record.LeaseOfAttempt, options.Fencing.Lease)), now);
        }

        job.Decided = new DoneByRecord(now, record.ConfirmedAt, record.PutSentAt);
        if (job.Reading is { } reading && transaction.Record(job.Host) is not null)
            record = Noted(record, reading);
        var isBusy = record.Attempt is not null;
        if (!isBusy && MayBeOlder(record, job))
            return new HostStep.Look();
        if (!isBusy)
        {
            record = Conclude(transaction, record, job, now);
            // Its place was taken or given back with it, and it is told of, whatever becomes of the job: a step that asks first is stored too.
            if (record.State != before.State)
            {
                transaction.Write(record);
                var showed = new Verdict(VerdictKind.Recorded, Reason.Unfinished, "a look showed it so");
                transaction.Append(record.Host, Event("outcome", job is { IsTaken: true, Planned: not null } ? Came(job, record, showed) : showed, now) with { State = record.State });
                before = record;
            }
        }

        if (!job.IsTaken && job.Alert is not null)
            return TakeAlert(transaction, job, record, isBusy, attemptId, now);
        if (!job.IsTaken && job.Command is not null)
            return TakeCommand(transaction, job, record, isBusy, attemptId, now);
        return isBusy ? WhileBusy(transaction, job, record) : Drive(transaction, job, before, record, attemptId, now);
    }

    /// <summary>The hosts of the alert, where they are not those for which the job was made; null where they are.</summary>
    private static IReadOnlyList<string>? ElsewhereIn(LedgerTransaction transaction, HostJob job, AlertEvent alert)
    {
        var identity = transaction.Identity(alert.Receiver, alert.Fingerprint);
        if (job.EndsIn is { } known)
        {
            // Another instance may have heard of it for one more host since: an end that misses a host leaves it down for ever.
            transaction.Rely(LedgerKey.Alert(alert.Receiver, alert.Fingerprint));
            return identity?.Hosts.All(host => known.Contains(host, StringComparer.OrdinalIgnoreCase)) == false ? identity.Hosts : null;
        }

        // What fires does so for the host it was first heard for, and for none that has it by a merge.
        if (alert.Status == AlertStatus.Firing)
            return identity?.FirstHeard is { } first && !string.Equals(first, job.Host, StringComparison.OrdinalIgnoreCase) ? [first, .. identity.Hosts.Where(host => host != first)] : null;
        return identity?.Hosts.Contains(job.Host, StringComparer.OrdinalIgnoreCase) == false ? identity.Hosts : null;
    }

    /// <summary>What a decision about this entry of the record looks at.</summary>
    internal Situation See(LedgerTransaction transaction, HostRecord record, AlertEntry entry, HostJob job, AlertOrder order, bool isKnown, bool isRetry, DateTimeOffset now)
    {
        var places = transaction.Places();
        var alerting = transaction.Alerting();
        var current = fleet.Current;
        var route = routes.Named(entry.Route);
        var sighting = job.Look?.Sight(record.Host, options.Cloud.ReportInterval);
        var watchdog = routes.Watchdog is { Holds: true } vouching && vouching.Receiver == entry.Receiver ? vouching : null;
        var isEnded = entry.Status == AlertStatus.Resolved;
        var held = order == AlertOrder.NewPeriod ? null : entry.Held;
        var read = route is { Evidence.IsRead: true } ? ReadFor(record, entry, now) : EvidenceFacts.None;
        var corroborating = route?.Evidence.Window is { } window ? Corroborating(record, entry, window, now) : 0;
        var pause = transaction.PauseOf(record.Host, current.EarlierNow(now));
        if (pause is { Drill: true })
            transaction.Rely(LedgerKey.Pauses);
        return new Situation
        {
            Now = now,
            Status = isEnded ? AlertStatus.Resolved : AlertStatus.Firing,
            At = entry.At,
            TellsOfAMoment = entry.ToldOnce,
            Receiver = entry.Receiver,
            Route = route,
            Resolution = new HostResolution.Found(new ComputeHost(record.Host, record.ServiceId), entry.NamedBy ?? "record"),
            AnotherHost = isRetry ? null : job.AnotherHost,
            Order = order,
            IsKnown = isKnown,
            OverruledAt = entry.OverruledAt,
            HeldFor = held?.Reason,
            HasReported = held is { SeenReport: not null } or { ReportedAgain: true },
            IsLetGo = (held is { Reason: Reason.Storm } storm && storm.Since <= alerting.ResetAt) || (job.Reasserts && held is { Reason: Reason.FiresWhileUp }),
            IsRetry = isRetry,
            State = IsStillDown(record, sighting, job) ? HostState.Down : record.State,
            Owner = record.IsWantedByOperator ? HostOwner.Operator : record.Owner,
            OtherAlertsFiring = record.Alerts.Count(other => !other.IsOf(entry) && other.KeepsDown),
            IsBusy = record.Attempt is not null,
            Release = ReleaseOf(record),
            WasSeenFree = record.Before == SeenBefore.Free,
            SettlesAt = ends.SettlesAt(record, now),
            Carried = entry.Carried,
            Corroborating = corroborating,
            MayAgreeElsewhere = route?.Evidence.Window is not null && FiringBeside(record, entry, now).Any(IsNotTaken),
            Read = read,
            ReadAt = route is { Evidence.IsRead: true } ? ReadAt(record, entry, route.Evidence, read with { Carried = entry.Carried, Corroborating = corroborating }, now) : null,
            Paused = pause is { Drill: false } ? Text(pause) : null,
            Drill = pause is { Drill: true } ? Text(pause) : null,
            LookedAt = job.Look?.EndedAt,
            MonitoringSilent = watchdog is not null && transaction.Watchdog().IsSilent(now, watchdog.SilentAfter, options.Fencing),
            WatchdogHeardAt = watchdog is null ? null : transaction.Watchdog().HeardAt,
            Seen = SeenAs(record, entry, held, sighting, job),
            ReportedAt = sighting?.Service?.UpdatedAt,
            ReportedSince = sighting is not null && sighting.HasReportedSince(SinceOf(entry)),
            AgesIn = sighting?.AgesIn(options.Cloud.ReportInterval),
            MayNotList = fleet.LastFailure is { NotPermitted: true },
            HostsAlerting = alerting.Count(now, options.Storm.Window),
            StormLimit = StormLimit.Of(options.Storm, current.Size),
            // One that an operator's word has is none that an alert was given, nor is one that is given back.
            HasPlace = places.Holds(record.Host) && !record.IsWantedByOperator && record is { State: not HostState.Releasing, Word: not { Down: false } },
            IsUntold = record is { State: HostState.ForcingDown, Attempt: null, DownSince: null, DownMayArriveUntil: null } && !(record.SwitchedOff is { Refused: false } told && told.At >= record.IntentAt),
            HostsDown = places.Taken.Count - (places.Holds(record.Host) ? 1 : 0),
            BudgetLimit = options.Budget.MaxHosts,
            HostsForcedDown = ForcedDown(places, job.Look ?? current, record.Host),
            ShareLimit = BudgetLimit.ShareOf(options.Budget, current.Size),
            WithinTheHour = places.WithinTheHour(fleet.SharedNow(now)),
            HourLimit = options.Budget.EffectiveMaxPerHour,
            OfThisHost = places.WithinTheHour(record.Host, fleet.SharedNow(now)),
            HostHourLimit = options.Budget.MaxPerHostPerHour,
            FleetSize = current.Size,
            Mode = options.Mode,
            MaxAge = options.Fencing.MaxAge,
            MaxClockSkew = options.Fencing.MaxClockSkew,
        };
    }

    /// <summary>
    /// Whether a host that NovaFence has down and that was to be released, by whomever, is down as before: it waits, or its unset was refused and Nova has it down. An
    /// unset that may still arrive is one to be forced down against, unless an operator's word stands for it.
    /// </summary>
    private bool IsStillDown(HostRecord record, Sighting? sighting, HostJob job) => record.DownSince is not null && (record.State is HostState.AwaitingHeartbeat or HostState.AwaitingRestart
        || (record is { State: HostState.Releasing, Attempt: null } and ({ UpMayArriveUntil: null } or { Word.Down: false }) && sighting is { Kind: SightingKind.ForcedDown } && IsNewer(sighting, record, job)));

    /// <summary>
    /// How the host is released: as the strictest of the routes says under whose names its alerts were accepted; manually where one of these names is no
    /// longer configured, an alert found no room, or its end says nothing.
    /// </summary>
    internal ReleasePolicy ReleaseOf(HostRecord record)
    {
        if (record.HasLostAlerts || record.Alerts.Any(alert => alert is { Accepted: true, EndedBlind: true }))
            return ReleasePolicy.Manually;
        var accepted = record.Alerts.Where(alert => alert.Accepted).ToList();
        // A name may be another route's by now, which the names themselves do not tell: what takes the alert as it was taken says it too.
        var policy = accepted.Select(alert => alert.Route).Concat(record.ForgottenRoutes).Select(route => routes.Named(route)?.Release ?? ReleasePolicy.Manually)
            .Concat(routes.Routes.Where(route => accepted.Exists(alert => alert.TakenAs is { } then && then == route.TakesAs)).Select(route => route.Release))
            .DefaultIfEmpty(ReleasePolicy.Immediately)
            .Max();
        // Perhaps an echo ended it, and the host is still dead: then nova-compute has to say that it lives.
        return policy == ReleasePolicy.Immediately && (record.HasLostEcho || record.Alerts.Any(alert => alert is { Accepted: true, EndedByEcho: true })) ? ReleasePolicy.WhenHealthy : policy;
    }

    /// <summary>Until when nothing of the host is released, UTC; null where no resolved was received.</summary>
    internal DateTimeOffset? SettlesAt(HostRecord record, DateTimeOffset now) => ends.SettlesAt(record, now);

    /// <summary>What the record wants, and why it stays where it stays.</summary>
    internal Desire Desired(LedgerTransaction transaction, HostRecord record, DateTimeOffset now) => HostStateMachine.Desired(
        record,
        new DesireFacts(
            now,
            options.Mode,
            record.State != HostState.Clear && transaction.PauseOf(record.Host, fleet.Current.EarlierNow(now)) is { } pause ? Text(pause) : null,
            ReleaseOf(record),
            ends.SettlesAt(record, now),
            IsHealthy(record)));

    /// <summary>When something has to be done about the record although nothing is delivered for it; null where nothing waits for a time.</summary>
    internal DateTimeOffset? DueAt(LedgerTransaction transaction, HostRecord record)
    {
        if (record.Attempt is { } attempt)
            return attempt.Until;
        var due = new List<DateTimeOffset?>
        {
            record.RetryAt,
            LaterOf(record.DoubtsUntil, record.RetryAt),
            record.Alerts.Where(alert => alert.Status == AlertStatus.Pending).Min(alert => ends.SettlesAt(record, alert, clock.GetUtcNow())),
            record.Alerts.Where(alert => alert.IsHeld && (!record.IsDown || (!record.IsWantedDown && WaitsForReading(alert) && IsCurrent(alert, clock.GetUtcNow())))).Min(alert => IsLetGo(transaction, alert) ? alert.Held!.Since : NextAt(alert)),
        };
        due.Add(WatchedAt(record));
        if (record is { State: HostState.ForcingDown, SwitchedOff: { } sent } && sent.MayActUntil > clock.GetUtcNow())
            due.Add(sent.MayActUntil);
        var isReleased = !record.IsWantedDown && record.IsHeldDown && !record.Alerts.Any(alert => alert.KeepsDown);
        if (isReleased && record.Before == SeenBefore.Free && ReleaseOf(record) is var release and not ReleasePolicy.Manually)
        {
            due.Add(release == ReleasePolicy.WhenHealthy && !IsHealthy(record)
                ? LaterOf(NextReportAt(record), record.RetryAt)
                : ends.SettlesAt(record, clock.GetUtcNow()) ?? DateTimeOffset.MinValue);
        }

        return due.Min();
    }

    private static TimeSpan Longer(TimeSpan? one, TimeSpan other) => one > other ? one.Value : other;

    private static DateTimeOffset? LaterOf(DateTimeOffset? one, DateTimeOffset? other) => one is null || one >= other || other is null ? one : other;

    /// <summary>Whether it is held for a storm that an operator has said to be over.</summary>
    private static bool IsLetGo(LedgerTransaction transaction, AlertEntry entry) => entry.Held is { Reason: Reason.Storm } storm && storm.Since <= transaction.Alerting().ResetAt;

    internal static string Text(Pause pause) => pause.Drill
        ? FormattableString.Invariant($"a drill of this host runs until {pause.Until:u}: {pause.Reason} (by {pause.By})")
        : pause.Until is { } end
        ? FormattableString.Invariant($"{(pause.Host is null ? "NovaFence" : "this host")} is paused until {end:u}: {pause.Reason} (by {pause.By})")
        : $"{(pause.Host is null ? "NovaFence" : "this host")} is paused until somebody resumes: {pause.Reason} (by {pause.By})";

    private static HostRecord Step(HostRecord record, HostInput input, DateTimeOffset now) => HostStateMachine.Next(record, input, now);

    /// <summary>What a decision about the job's event would look at.</summary>
    internal Situation SituationOf(LedgerTransaction transaction, HostJob job, DateTimeOffset now)
    {
        var record = Conclude(transaction, transaction.Record(job.Host) ?? new HostRecord { Host = job.Host }, job, now);
        if (job.Reading is { } reading)
            record = Noted(record, reading);
        return Prepare(transaction, job, record, now).Situation;
    }

    private static int ForcedDown(Places places, Fleet look, string host) =>
        look.ForcedDownAndEnabled().Select(HostMark.Of).Union(places.Taken, StringComparer.Ordinal).Count(mark => mark != HostMark.Of(host));

    /// <summary>Whether so many other hosts are forced down by this look, whoever did it, that no alert may make this one so too.</summary>
    internal bool IsBeyondTheShare(LedgerTransaction rows, Fleet look, string host) => ForcedDown(rows.Places(), look, host) >= BudgetLimit.ShareOf(options.Budget, fleet.Current.Size);

    private DecisionEvent Event(string kind, Verdict verdict, DateTimeOffset now) => new()
    {
        Kind = kind,
        At = fleet.EventNow(now),
        Instance = running.Instance,
        Verdict = verdict.Kind,
        Reason = verdict.Text,
        Title = verdict.Reason,
    };

    internal DecisionEvent Event(string kind, AlertEvent alert, Verdict verdict, Situation situation, DateTimeOffset now) => Event(kind, verdict, now) with
    {
        Alert = new DecisionEvent.SeenAlert(alert.Receiver, alert.Fingerprint, alert.Status, alert.At, alert.ReceivedAt) { Name = AlertEntry.NameOf(alert), Link = alert.Link },
        Situation = Seen(situation),
    };

    private DecisionEvent Event(string kind, AlertEntry entry, Verdict verdict, Situation situation, DateTimeOffset now) => Event(kind, verdict, now) with
    {
        Alert = new DecisionEvent.SeenAlert(entry.Receiver, entry.Fingerprint, entry.Status, entry.At, entry.LastSeen) { Name = entry.Name, Link = entry.Link },
        Situation = Seen(situation),
    };

    /// <summary>The values that the rules looked at, as they are kept with every verdict.</summary>
    internal static DecisionEvent.SeenSituation Seen(Situation situation) => new()
    {
        Route = situation.Route?.Name,
        Evidence = situation.Route?.Evidence.ToString(),
        HostFrom = (situation.Resolution as HostResolution.Found)?.From,
        State = situation.State,
        Owner = situation.Owner,
        Order = situation.Order.ToString(),
        HeldFor = situation.HeldFor?.Title(),
        AlertsFiring = situation.OtherAlertsFiring,
        Seen = situation.Seen.ToString(),
        ReportedAt = situation.ReportedAt,
        HostsAlerting = situation.HostsAlerting,
        StormLimit = situation.StormLimit,
        Corroborating = situation.Corroborating,
        Paused = situation.Paused ?? situation.Drill,
        LookedAt = situation.LookedAt,
        WatchdogHeardAt = situation.WatchdogHeardAt,
        HostsDown = situation.HostsDown,
        BudgetLimit = situation.BudgetLimit,
        HostsForcedDown = situation.HostsForcedDown,
        ShareLimit = situation.ShareLimit,
        WithinTheHour = situation.WithinTheHour,
        HourLimit = situation.HourLimit,
        OfThisHost = situation.OfThisHost,
        FleetSize = situation.FleetSize,
        Mode = situation.Mode.ToString(),
    };
}

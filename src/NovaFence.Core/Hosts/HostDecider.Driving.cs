using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <content>Brings a host where its record, or an operator, wants it: to the intent of a PUT, or to what it waits for.</content>
internal sealed partial class HostDecider
{
    /// <summary>Looks of one job, after which it is not looked once more for an alert that seems to have come later.</summary>
    private const int MostLooks = 4;

    private const string RegisteredAnew = "its compute service was registered anew since; say it again if the new one is meant too";

    private HostStep TakeCommand(LedgerTransaction transaction, HostJob job, HostRecord record, bool isBusy, string attemptId, DateTimeOffset now)
    {
        var command = job.Command!;
        if (options.Mode == FenceMode.Observe)
            return new HostStep.Answer(new Verdict(VerdictKind.Observed, Reason.ObserveOnly, command.ForcedDown ? "would have forced down" : "would have unset"), record.State);
        if (command.IfVersion is { } seen && seen != HostVersion.Of(transaction.Record(job.Host), transaction.PauseOf(record.Host, fleet.Current.EarlierNow(now))))
            return new HostStep.Answer(new Verdict(VerdictKind.Held, Reason.ChangedSince, "it is not as it was shown when this was asked for: look again"), record.State);
        if (SaidOtherwise(job, record) is { } otherwise)
            return new HostStep.Answer(otherwise, record.State);
        // What is done to its machine takes longer than anybody waits.
        if (isBusy && record.Attempt is { SwitchesOff: false } && record.Attempt.By == running.Instance)
            return new HostStep.Wait(record.Attempt.Id, new Verdict(VerdictKind.Recorded, Reason.InProgress, "an instance acts on this host now"), record.State);
        var sighting = job.Look?.Sight(record.Host, options.Cloud.ReportInterval);
        if (!isBusy && sighting is not { IsTold: true } and not { Kind: SightingKind.Missing or SightingKind.Several } && !job.IsBlind)
            return new HostStep.Look();
        if (AreSeveral(sighting, record.Host))
            return new HostStep.Answer(Several(VerdictKind.Held), record.State);
        var reason = Excerpt.Cut(command.Reason, OperatorCommand.MaxReasonLength);
        var verdict = new Verdict(command.ForcedDown ? VerdictKind.ForceDown : VerdictKind.Unset, Reason.OperatorsWord, reason.Length == 0 ? $"by {command.By}" : $"{reason} (by {command.By})");
        var word = new OperatorWord
        {
            Down = command.ForcedDown,
            At = now,
            By = command.By,
            Reason = reason,
            Force = command.Force,
            ServiceId = sighting?.Service?.Host.ServiceId ?? job.ServiceId ?? record.ServiceId,
            SeenReport = sighting?.Service?.UpdatedAt,
        };
        var taken = Step(record, word.Down ? new HostInput.OrderedDown(word) : new HostInput.OrderedUp(word), now) with { Reason = verdict.Text };
        if (word.Down)
            taken = taken with { Route = null, Evidence = "operator", StartsAt = null, ReceivedAt = now };
        job.Planned = verdict;
        var happened = Event("verdict", verdict, now) with { Operator = verdict.Facts };
        if (isBusy)
        {
            transaction.Write(taken);
            transaction.Append(taken.Host, happened with { State = taken.State });
            return new HostStep.Answer(new Verdict(VerdictKind.Recorded, Reason.InProgress, "an instance acts on this host now, and does it next"), taken.State);
        }

        var step = word.Down
            ? DriveDown(transaction, job, taken, verdict, attemptId, happened, now)
            : DriveUp(transaction, job, taken, verdict, attemptId, happened, now);
        // Whoever calls a word off has to know that it is, whatever keeps the host from being unset.
        return step is HostStep.Answer { Verdict: { Kind: VerdictKind.Held } held } answer && !word.Down && record.Word is { Down: true, DoneAt: null }
            ? answer with { Verdict = held with { Facts = $"{held.Facts}. The force-down that was not done yet is called off, and is not sent any more" } }
            : step;
    }

    private HostStep Drive(LedgerTransaction transaction, HostJob job, HostRecord before, HostRecord record, string attemptId, DateTimeOffset now)
    {
        // A command of a process without routes carries out its word, and leaves what alerts want to those who know by which routes they were taken.
        var knowsRoutes = routes.Routes.Count > 0;
        if (!knowsRoutes && (record.Word is not { DoneAt: null } || record.IsLeftToAlerts(now)))
            return Keep(transaction, before, record, Came(job, record, null), now);
        // A person does not wait for a back-off.
        record = job.IsAsked && record.RetryAt > now ? record with { RetryAt = now } : record;
        foreach (var entry in record.Alerts.Where(entry => knowsRoutes && entry.Status == AlertStatus.Pending && ends.SettlesAt(record, entry, now) <= now).ToList())
        {
            var again = (AlertEntry)entry.FiresAgain(now);
            if (Retry(transaction, job, ref record, again with { Accepted = false }, AlertOrder.FiresAgain, attemptId, now) is { } step)
                return step;
        }

        foreach (var entry in record.Alerts.Where(entry => knowsRoutes && IsToBeRetried(transaction, record, entry, job, now)).ToList())
        {
            if (Retry(transaction, job, ref record, entry, AlertOrder.Repeat, attemptId, now) is { } step)
                return step;
        }

        if (knowsRoutes && Watch(job, ref record, now) is { } ask)
            return ask;
        if ((IsReportDue(record, now) || record.DoubtsUntil <= now || (IsReleaseStopped(record) && !record.IsWantedDown)) && !(record.RetryAt > now))
        {
            if (job.Look is null && !job.IsBlind)
                return new HostStep.Look();
            if (job.Look?.Sight(record.Host, options.Cloud.ReportInterval) is not { IsTold: true } || IsReleaseStopped(record))
                record = record with { RetryAt = now + (options.Cloud.ReportInterval * 2) };
            else if (record is { RetryAt: not null, State: HostState.Down or HostState.AwaitingHeartbeat })
                record = record with { RetryAt = null };
        }

        record = AwaitingHealth(record, job, now);
        var desired = Desired(transaction, record, now);
        var verdict = record is { Word: null, DownSince: null } && record.MayGoOff(now)
            ? Off(record)
            : new Verdict(desired.Wish == Wish.Down ? VerdictKind.ForceDown : VerdictKind.Unset, Reason.Unfinished, "what was wanted of this host was not finished");
        switch (desired.Wish)
        {
            case Wish.Down when record.RetryAt > now && job.IsTick && !(job.Reading is not null && record.MayGoOff(now)):
            case Wish.Up when record.RetryAt > now && job.IsTick:
                return Keep(transaction, before, record, Came(job, record, null), now);
            case Wish.Down when record is { Word: null, DownSince: null } && record.MayGoOff(now) && Unproven(transaction, record, job, now) is { } lacks:
                return AwaitOff(transaction, job, record, lacks, now);
            case Wish.Down:
                return DriveDown(transaction, job, record, WordOf(record, verdict, now), attemptId, null, now);
            case Wish.Up:
                return DriveUp(transaction, job, record, WordOf(record, verdict with { Reason = Reason.LastAlertResolved, Facts = "its alerts have ended" }, now), attemptId, null, now);
            case Wish.Look when record.MayGoOff(now):
                return Keep(transaction, before, record with { RetryAt = record.SwitchedOff!.MayActUntil }, Came(job, record, GoingOff(record, now)), now);
            case Wish.Look when job.Look is null && !job.IsBlind:
                return new HostStep.Look();
            default:
                // Withdrawn only while nothing of it can have reached Nova: paused, an intent becomes a hold.
                if (desired.Why is { Reason: Reason.Paused } paused && record is { State: HostState.ForcingDown, DownMayArriveUntil: null, DownSince: null, Word: null } && record.IsWantedByAlerts && !record.MayGoOff(now))
                    record = Withdrawn(transaction, record, HoldFor(paused, now), now);
                if (desired is { Wish: Wish.Stay, Why: { } why } && record is { IsHeldDown: true, IsWantedDown: false })
                    record = record.Lacking(why);
                return Keep(transaction, before, record, Came(job, record, desired.Why), now);
        }
    }

    private HostStep DriveDown(LedgerTransaction transaction, HostJob job, HostRecord record, Verdict verdict, string attemptId, DecisionEvent? happened, DateTimeOffset now)
    {
        var sighting = job.Look?.Sight(record.Host, options.Cloud.ReportInterval);
        var word = record.WordToBeSent(now) is { Down: true } ordered ? ordered : null;
        if (sighting is null || (sighting.Kind != SightingKind.Missing && !IsNewer(sighting, record, job) && !job.IsBlind))
            return job.IsBlind ? Blind(transaction, job, record, word, verdict, attemptId, happened, now) : new HostStep.Look();
        if (sighting.Kind == SightingKind.Missing)
            return Wait(transaction, record, new Verdict(VerdictKind.Recorded, Reason.Gone, "Nova does not list its service any more"), happened, now);
        if (!sighting.IsTold)
            return sighting.Kind == SightingKind.CellDown && !job.IsBlind ? new HostStep.Look() : Blind(transaction, job, record, word, verdict, attemptId, happened, now);
        if (word is not null && word.At < job.ReceivedAt && !word.Force && Doubt(word, sighting) is { } doubt)
        {
            record = record with { Word = word with { Asks = doubt }, RetryAt = null };
            return Keep(transaction, null, record, new Verdict(VerdictKind.Recorded, Reason.AwaitingOperator, doubt), now);
        }

        var isForAlert = word is null && record.DownSince is null && record.IsWantedByAlerts;
        // What it was looked at for may have ended meanwhile, and another alert come. Clocks of instances differ, so that is asked for a few times at most.
        if (isForAlert && job.Looks < MostLooks && !record.Alerts.Any(alert => alert.WantsDown && alert.PeriodSince <= sighting.BeganAt))
            return new HostStep.Look();
        // What was unset just before goes down as anew, and counts; everything else is a PUT once more.
        var isNew = isForAlert && record.Before is null;
        if ((isForAlert ? Withheld(record, sighting, now) ?? OverBudget(transaction, record, job, isNew, now) ?? Unproven(transaction, record, job, now) : LivesSince(record, sighting, now)) is { } hold)
        {
            // What may still arrive, or act, cannot be withdrawn.
            if (record.DownMayArriveUntil > now)
                return Wait(transaction, record, new Verdict(VerdictKind.Recorded, hold.Reason, $"{hold.Facts}; a PUT that was sent before may still arrive"), happened, now);
            if (record.MayGoOff(now))
                return AwaitOff(transaction, job, record, hold, now);
            var held = new Verdict(VerdictKind.Held, hold.Reason, hold.Facts) { NamedBy = job.NamedBy };
            return Keep(transaction, null, Withdrawn(transaction, record, hold, now), held, now);
        }

        return Intend(transaction, job, record, down: true, verdict, attemptId, happened ?? Event("intent", verdict, now), isForAlert, now);
    }

    /// <summary>Nobody could look. An operator's word that is new is sent all the same; everything else waits.</summary>
    private HostStep Blind(LedgerTransaction transaction, HostJob job, HostRecord record, OperatorWord? word, Verdict verdict, string attemptId, DecisionEvent? happened, DateTimeOffset now) =>
        word is not null && job is { Command: not null, IsTaken: false }
            ? Intend(transaction, job, record, down: true, verdict, attemptId, happened ?? Event("intent", verdict, now), isForAlert: false, now)
            : Wait(transaction, record, AreSeveral(job.Look?.Sight(record.Host, options.Cloud.ReportInterval), record.Host) ? Several(VerdictKind.Recorded) : fleet.Unlisted(VerdictKind.Recorded, "Nova could not be asked how the host is; it is tried again"), happened, now);

    private HostStep DriveUp(LedgerTransaction transaction, HostJob job, HostRecord record, Verdict verdict, string attemptId, DecisionEvent? happened, DateTimeOffset now)
    {
        var sighting = job.Look?.Sight(record.Host, options.Cloud.ReportInterval);
        var word = record.Word is { Down: false, DoneAt: null } ordered ? ordered : null;
        if ((sighting is null || (sighting.IsTold && !IsNewer(sighting, record, job))) && !job.IsBlind)
            return new HostStep.Look();
        if (AreSeveral(sighting, record.Host))
            return Wait(transaction, record, Several(word is null ? VerdictKind.Recorded : VerdictKind.Held), happened, now);
        if (word is { Force: false } && word.At < job.ReceivedAt && sighting is { Kind: SightingKind.ForcedDown } && IsAnotherService(word.ServiceId, sighting))
        {
            record = record with { Word = word with { Asks = RegisteredAnew }, RetryAt = null };
            return Keep(transaction, null, record, new Verdict(VerdictKind.Recorded, Reason.AwaitingOperator, RegisteredAnew), now);
        }

        if (sighting is null or { Kind: SightingKind.CellDown })
        {
            if (!job.IsBlind)
                return new HostStep.Look();
            if (word is null || job.IsTaken)
                return Wait(transaction, record, fleet.Unlisted(VerdictKind.Recorded, "Nova could not be asked how the host is; it is tried again"), happened, now);
        }

        if (sighting is { Kind: SightingKind.Missing } && word is not null)
            return Keep(transaction, null, WithItsPlace(transaction, Step(record, new HostInput.NoService(), now)), verdict with { Facts = $"{verdict.Facts}; Nova no longer lists this service" }, now, happened);
        if (sighting is { Kind: SightingKind.Missing })
            return Wait(transaction, record, new Verdict(VerdictKind.Recorded, Reason.Gone, "Nova no longer lists this service"), happened, now);
        // By a clock that leaps it would be over at once.
        if (GoingOff(record, fleet.EventNow(now)) is { } goingOff)
            return Wait(transaction, record, goingOff, happened, now);
        if (sighting is { Kind: SightingKind.Free } && !(record.DownMayArriveUntil > now))
            return Keep(transaction, null, WithItsPlace(transaction, Step(record, new HostInput.SeenUp(sighting.BeganAt), now)), verdict, now, happened);
        if (word is not { Force: true })
        {
            if (job.Evacuations is null || now - job.EvacuationsAt > FleetCache.LookKeeps)
                return new HostStep.AskForEvacuations(new ComputeHost(record.Host, sighting?.Service?.Host.ServiceId ?? record.ServiceId));
            if (Evacuating(job.Evacuations) is { } evacuating)
            {
                // What cannot be told just now is asked again by itself; whoever gives the word hears of it at once.
                if (word is not null && (job.Command is not null || job.Evacuations is EvacuationCount.Known))
                    record = record with { Word = word with { Asks = $"{evacuating}; say it again with --force, or wait and say it again" } };
                return Wait(transaction, record, new Verdict(word is null ? VerdictKind.Recorded : VerdictKind.Held, Reason.Evacuating, evacuating), happened, now);
            }
        }

        if (word is null && TakesAside(transaction, record.Host, job.Look, now))
            return new HostStep.GoOn();
        return Intend(transaction, job, record, down: false, verdict, attemptId, happened ?? Event("intent", verdict, now), isForAlert: false, now);
    }

    /// <summary>Writes the intent, takes the lease, and reserves the host's place in the budget.</summary>
    private HostStep.Send Intend(LedgerTransaction transaction, HostJob job, HostRecord record, bool down, Verdict verdict, string attemptId, DecisionEvent happened, bool isForAlert, DateTimeOffset now)
    {
        var sighting = job.Look?.Sight(record.Host, options.Cloud.ReportInterval);
        var attempt = new Attempt(attemptId, down, running.Instance, now + options.Fencing.Lease) { Status = StatusFor(record, down, sighting) };
        var serviceId = sighting?.Service?.Host.ServiceId ?? job.ServiceId ?? record.ServiceId;
        var before = sighting?.Kind switch
        {
            SightingKind.Free => SeenBefore.Free,
            SightingKind.ForcedDown when record.IsHeldDown && record.Before is { } known => known,
            _ => SeenBefore.Unknown,
        };
        var begun = Step(record, down ? new HostInput.IntendedDown(attempt, before, serviceId) : new HostInput.IntendedUp(attempt, serviceId), now) with { Reason = verdict.Text };
        if (isForAlert && ProvenOffAt(begun, now) is { } proven)
            begun = begun with { ProvenOffAt = proven };
        transaction.MustLast();
        transaction.Write(begun);
        // Places and pauses have to be as they are known when the intent is stored: written, also where nothing of them changes, so that the commit is
        // conditional on them. Read again before it, they would leave a pause the time to be answered in between.
        var places = down ? transaction.Places().With(record.Host) : transaction.Places();
        places = isForAlert ? WithoutDrill(transaction, places, record.Host, now) : places;
        transaction.Write(isForAlert && record is not { State: HostState.ForcingDown, Before: not null } ? places.WithForcedDown(record.Host, fleet.SharedNow(now)) : places);
        if (isForAlert)
            transaction.Rely(LedgerKey.Alerting);
        transaction.Append(record.Host, happened with { Kind = happened.Kind == "verdict" ? "intent" : happened.Kind, State = begun.State, Attempt = attemptId });
        if (down && before == SeenBefore.Unknown && record.Before is null)
        {
            var was = sighting is { Kind: SightingKind.ForcedDown } ? "Nova had it forced down already, and not by NovaFence" : "it is forced down unseen: nobody could look whether it was free";
            transaction.Append(record.Host, Event("warning", new Verdict(VerdictKind.ForceDown, verdict.Reason, $"{was}, so only an operator will unset it"), now));
        }

        job.Planned = verdict;
        return new HostStep.Send(attempt, new ComputeHost(record.Host, serviceId), verdict, !(isForAlert || IsAgainForAlerts(begun)) || IgnoresContradiction(begun)) { NotAfter = isForAlert ? UsableUntil(transaction, begun, job, now) : null, IsForAlert = isForAlert };
    }

    private StatusChange StatusFor(HostRecord record, bool down, Sighting? sighting)
    {
        if (down)
            return options.Fencing.Disable && sighting?.Service is { Disabled: false } ? StatusChange.Disable : StatusChange.Keep;
        // Taken back only where status and reason are both as NovaFence left them.
        return record.Disabled && sighting?.Service is { Disabled: true, DisabledReason: ComputeService.OurReason } ? StatusChange.Enable : StatusChange.Keep;
    }

    private bool IgnoresContradiction(HostRecord record) =>
        record.Alerts.Where(alert => alert.WantsDown && (record.IsDown || !IsTakenOtherwise(alert))).Select(alert => routes.Named(alert.Route)).Any(route => route is { IgnoresContradiction: true });

    private static string? Evacuating(EvacuationCount count) => count switch
    {
        EvacuationCount.Known { InFlight: > 0 and var number } => number == 1 ? "an evacuation from it is in flight" : $"{number} evacuations from it are in flight",
        EvacuationCount.Unavailable unavailable => $"whether evacuations from it are in flight is not known: {unavailable.Why}",
        _ => null,
    };

    /// <summary>Writes the record where it has changed, and answers.</summary>
    private HostStep.Answer Keep(LedgerTransaction transaction, HostRecord? before, HostRecord record, Verdict verdict, DateTimeOffset now, DecisionEvent? happened = null)
    {
        var was = before?.State ?? transaction.Record(record.Host)?.State;
        if (!ReferenceEquals(before, record))
        {
            transaction.MayBeLost();
            transaction.Write(record);
        }

        if (happened is not null)
        {
            transaction.MustLast();
            transaction.Append(record.Host, happened with { State = record.State });
        }
        else if (was is not null && was != record.State)
        {
            transaction.Append(record.Host, Event("outcome", verdict, now) with { State = record.State });
        }

        return new HostStep.Answer(verdict, record.State);
    }

    /// <summary>What cannot be done yet is tried again later.</summary>
    private HostStep.Answer Wait(LedgerTransaction transaction, HostRecord record, Verdict verdict, DecisionEvent? happened, DateTimeOffset now) =>
        Keep(transaction, null, record.Lacking(record.IsWantedDown ? null : verdict) with { RetryAt = now + (options.Cloud.ReportInterval * 2) }, verdict, now, happened);
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <content>When a machine is switched off, and what follows from that it was.</content>
internal sealed partial class HostDecider
{
    /// <summary>
    /// Whether its machine is to be switched off, as far as the alert's evidence and the machine say: the route wants it, all of its evidence but the power is there,
    /// and the right machine was read to run a moment ago. Everything else the rules say.
    /// </summary>
    private bool WantsSwitchedOff(Situation situation) =>
        situation is { Status: AlertStatus.Firing, State: HostState.Clear, IsBusy: false, Route.ToSwitchOff: { } evidence }
        && options.Power.AllowOff
        && situation.Facts is { NotSwitchedOff: null, Power: PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused, PowerReadAt: { } readAt } facts
        && IsFresh(readAt, situation.Now)
        && evidence.IsMetBy(facts);

    /// <summary>
    /// What is decided of an alert whose machine runs and may be switched off: that it is, where nothing stands against forcing its host down; null where its
    /// evidence is all there is to say.
    /// </summary>
    private static Decision? DecideSwitchingOff(Situation situation)
    {
        var assumed = DecideProven(situation);
        return assumed.Verdict switch
        {
            // Somebody has to look first; and what would be held anyway is told as that.
            null or { Kind: VerdictKind.Held } => assumed,
            // Unseen, nothing is switched off.
            { Kind: VerdictKind.ForceDown or VerdictKind.Observed } when situation.Seen != Decisions.SeenAs.Free => null,
            { Kind: VerdictKind.ForceDown } verdict => assumed with
            {
                Verdict = verdict with { Kind = VerdictKind.Recorded, Reason = Reason.SwitchingOff, Facts = $"its BMC is told ForceOff, and the host is forced down when that has said twice that the machine is off; {verdict.Facts}" },
            },
            { Kind: VerdictKind.Observed } verdict => assumed with { Verdict = verdict with { Facts = $"would have told its BMC ForceOff, and, once that had said twice that the machine is off, have forced down by route '{situation.Route!.Name}', evidence {situation.Route.Evidence}" } },
            _ => null,
        };
    }

    /// <summary>What would be decided if its machine were proven off. One that reported after its alert came lives, until Nova itself says otherwise.</summary>
    private static Decision DecideProven(Situation situation)
    {
        var decision = Rules.Decide(situation with { Read = situation.Read with { IsReadAssumed = true } });
        if (decision.Verdict is not { Kind: VerdictKind.ForceDown or VerdictKind.Observed } verdict)
            return decision;
        if (situation.ReportedSince)
        {
            return decision with
            {
                Verdict = new Verdict(
                    VerdictKind.Held, Reason.Contradicted, "nova-compute there has reported since the alert came: its machine is not switched off before Nova itself says that it is down")
                { NamedBy = verdict.NamedBy },
            };
        }

        // What is a rehearsal, or was one a moment ago, costs no machine its power: the drill ends first.
        return situation.Drill is { } drill ? decision with { Verdict = new Verdict(VerdictKind.Held, Reason.Paused, drill) { NamedBy = verdict.NamedBy } } : decision;
    }

    /// <summary>Why the machine is not told to go off (again), for a person; null where it may be.</summary>
    private string? NotSwitchedOff(HostRecord record, AlertEntry entry, DateTimeOffset now) =>
        routes.Named(entry.Route) is { PowerOff: true } && record.SwitchedOff is { } sent && now < sent.NotBefore
            ? FormattableString.Invariant($"{(sent.Refused ? "is not told ForceOff" : $"was told ForceOff at {sent.At:HH:mm:ss} UTC")} ({sent.Said ?? "no answer"}), and is not told again before {sent.NotBefore:HH:mm:ss} UTC")
            : null;

    /// <summary>Writes the intent to switch the machine off: the lease, the place in the budget, and that the host is to be forced down.</summary>
    private HostStep.SwitchOff IntendOff(LedgerTransaction transaction, HostJob job, HostRecord record, Verdict verdict, string attemptId, DecisionEvent happened, DateTimeOffset now)
    {
        var lease = options.Fencing.Lease > PowerOffSent.Lease ? options.Fencing.Lease : PowerOffSent.Lease;
        var attempt = new Attempt(attemptId, true, running.Instance, now + lease) { SwitchesOff = true };
        var begun = Step(record, new HostInput.IntendedDown(attempt, SeenBefore.Free, job.Look!.Sight(record.Host, options.Cloud.ReportInterval).Service?.Host.ServiceId ?? record.ServiceId), now) with { Reason = verdict.Text };
        transaction.MustLast();
        transaction.Write(begun);
        transaction.Write(transaction.Places().With(record.Host));
        transaction.Rely(LedgerKey.Alerting);
        transaction.Append(record.Host, happened with { State = begun.State, Attempt = attemptId });
        job.Planned = verdict;
        return new HostStep.SwitchOff(attempt, verdict);
    }

    /// <summary>
    /// Decides once more, just before the BMC is told, and writes that it is: the host is still this attempt's, an alert still wants it with all its evidence but the
    /// power, nothing is paused, and the budget has room. Null where it is to be told, or why not.
    /// </summary>
    internal string? ConfirmOff(LedgerTransaction transaction, HostJob job, Attempt attempt)
    {
        var now = clock.GetUtcNow();
        if (transaction.Record(job.Host) is not { Attempt: { SwitchesOff: true } current } record || current.Id != attempt.Id || current.Until - now < PowerOffSent.Lease - PowerOffSent.Within)
            return "the host is this attempt's no more";
        // The ledger's answer to this very commit was lost.
        if (record.SwitchedOff?.Attempt == attempt.Id)
            return null;
        if (record.Word is { DoneAt: null } && !record.IsLeftToAlerts(now))
            return "an operator has said meanwhile what it is to be";
        string? lacks = null;
        foreach (var entry in record.Alerts.Where(alert => alert is { WantsDown: true, Status: AlertStatus.Firing } && IsCurrent(alert, now)))
        {
            if (routes.Named(entry.Route) is not { ToSwitchOff: { } evidence })
                continue;
            // The host has its place since the intent; whether there is one for it is asked as if it had not.
            var seen = See(transaction, record, entry, job, AlertOrder.Repeat, isKnown: true, isRetry: true, now) with { IsBusy = false, HasPlace = false, State = HostState.Clear };
            if (!evidence.IsMetBy(seen.Facts))
            {
                lacks ??= $"its evidence is no longer met ({evidence})";
                continue;
            }

            var decided = DecideProven(seen).Verdict;
            if (decided is { Kind: VerdictKind.ForceDown } && seen.Seen == Decisions.SeenAs.Free)
            {
                // Of a process that is gone nobody knows when it told the BMC, if at all.
                var until = now + PowerOffSent.Within;
                transaction.MustLast();
                transaction.Write(Step(record, new HostInput.SwitchingOff(new PowerOffSent(attempt.Id, now, until + PowerOffSent.ActsWithin) { AgainAt = until + PowerOffSent.NotAgainFor }), now));
                // Written, and not only read, so that what another instance has paused, taken or raised meanwhile decides it anew.
                transaction.Write(transaction.Places().With(record.Host).WithForcedDown(record.Host, fleet.SharedNow(now)));
                transaction.Rely(LedgerKey.Alerting);
                return null;
            }

            lacks ??= decided is { } verdict ? $"{verdict.Reason.Title()}: {verdict.Facts}" : "Nova could not be asked how the host is";
        }

        return lacks ?? "no alert wants it any more";
    }

    /// <summary>What the BMC's answer makes of the attempt.</summary>
    internal AttemptOutcome OutcomeOf(HostStep.SwitchOff off, PowerOffReply reply, DateTimeOffset? sentAt)
    {
        var now = clock.GetUtcNow();
        PowerOffSent? sent = reply.Status switch
        {
            PowerOffStatus.Taken or PowerOffStatus.MayAct when sentAt is not null => new PowerOffSent(off.Attempt.Id, now, now + PowerOffSent.ActsWithin) { Said = reply.Facts },
            // Not asked every few seconds for what it will not do, or what it was not told a moment ago.
            PowerOffStatus.Refused => new PowerOffSent(off.Attempt.Id, now, now) { Said = reply.Facts, Refused = true },
            _ => new PowerOffSent(off.Attempt.Id, now, now) { Said = reply.Facts, Refused = true, AgainAt = now + PowerOffSent.NotTriedAgainFor },
        };
        var facts = reply.Status switch
        {
            PowerOffStatus.Taken => $"its BMC was told ForceOff: {reply.Facts}; the host is forced down when that has said twice that the machine is off",
            PowerOffStatus.MayAct => $"its BMC was told ForceOff, and {reply.Facts}: the machine may go off until {sent?.MayActUntil:HH:mm:ss} UTC",
            PowerOffStatus.Refused => $"its machine is not switched off: {reply.Facts}",
            _ => $"its BMC was not told to switch it off: {reply.Facts}",
        };
        return new AttemptOutcome(
            off.Attempt.Id,
            new HostInput.SwitchOffEnded(sent, reply.Status is PowerOffStatus.Taken or PowerOffStatus.NotSent ? null : reply.Facts),
            reply.Status is PowerOffStatus.Taken or PowerOffStatus.MayAct ? off.Verdict with { Facts = facts } : new Verdict(VerdictKind.Recorded, Reason.NotSwitchedOff, facts))
        { At = now };
    }

    /// <summary>Writes what came of the attempt, and what the BMC said of the machine's power.</summary>
    internal HostRecord? Write(LedgerTransaction transaction, string host, AttemptOutcome outcome, PowerRead? read)
    {
        var record = transaction.Record(host);
        // What was not told, or was refused, forced nothing down: it counts for no hour.
        if (record is { Attempt: { } attempt, SwitchedOff: { } told } && attempt.Id == outcome.AttemptId && told.Attempt == attempt.Id && outcome.Came is HostInput.SwitchOffEnded { Sent.Refused: true })
            transaction.Write(transaction.Places().WithoutForcedDown(host, CountedBy(told.At)));
        if (read is not null && record is not null)
            transaction.Write(Noted(record, new HostReading(read, [])));
        return Write(transaction, host, outcome);
    }

    /// <summary>What was told to go off is not given up while it may: its power is read until it is off, or can no more be expected to be.</summary>
    private HostStep.Answer AwaitOff(LedgerTransaction transaction, HostJob job, HostRecord record, Hold lacks, DateTimeOffset now)
    {
        var next = now + options.Power.ReadEvery;
        foreach (var entry in record.Alerts.Where(alert => alert.WantsDown))
        {
            var situation = See(transaction, record, entry, job, AlertOrder.Repeat, isKnown: true, isRetry: true, now);
            if (situation is not { ReadAt: { } at, Route.Evidence: { } evidence })
                continue;
            if (at <= now)
                job.ToRead = [.. job.ToRead.Union(evidence.Outstanding(situation.Facts))];
            else if (at < next)
                next = at;
        }

        if (record.SwitchedOff!.MayActUntil < next)
            next = record.SwitchedOff.MayActUntil;
        var verdict = Awaited(record, lacks.Facts);
        return Keep(transaction, null, record with { RetryAt = next }, verdict, now);
    }

    /// <summary>It is forced down now that its machine is off.</summary>
    private static Verdict Off(HostRecord record) =>
        new(VerdictKind.ForceDown, Reason.HostDown, FormattableString.Invariant($"by route '{record.Route}', evidence {record.Evidence}; its BMC was told ForceOff at {record.SwitchedOff!.At:u}"));

    /// <summary>The route by which the machine was told is not configured any more: nobody can say what its host's force-down wants. Null where that is not so.</summary>
    private Hold? Unrouted(HostRecord record, AlertEntry entry, DateTimeOffset now) =>
        routes.Routes.Count > 0 && routes.Named(entry.Route) is null && record.SwitchedOff is { } told && told.At >= record.IntentAt
            ? HoldFor(new Verdict(VerdictKind.Held, Reason.AwaitingOperator, $"its machine was told to go off by the route '{entry.Route}', which is no longer configured (FormerNames of another may name it)"), now)
            : null;

    /// <summary>By when what was decided then was counted: how far the cloud's clock is ahead is known to a few seconds.</summary>
    private DateTimeOffset CountedBy(DateTimeOffset at) =>
        clock.GetUtcNow() is var now && fleet.SharedNow(now) - now is var ahead && ahead == TimeSpan.Zero ? at : at + ahead + Fleet.MaxClockDifference;

    /// <summary>
    /// What Nova was never told forced nothing down, once it is given up: it counts for no hour. Nor does what was told to go off and did not, once it is held for that.
    /// An operator's word was not counted.
    /// </summary>
    private void GiveBack(LedgerTransaction transaction, HostRecord record, Hold? hold)
    {
        if (record.SwitchedOff is { Refused: false } told)
        {
            if (hold?.Reason == Reason.NotSwitchedOff)
                transaction.Write(transaction.Places().WithoutForcedDown(record.Host, CountedBy(told.At)));
        }
        else if (record is { State: HostState.ForcingDown, Before: not null, DownSince: null, DownMayArriveUntil: null, Word: null, IntentAt: { } intended })
        {
            transaction.Write(transaction.Places().WithoutForcedDown(record.Host, CountedBy(intended)));
        }
    }

    /// <summary>The record of an intent that is given up for now: its alerts are held, and its place is given back.</summary>
    private HostRecord Withdrawn(LedgerTransaction transaction, HostRecord record, Hold hold, DateTimeOffset now)
    {
        GiveBack(transaction, record, hold);
        return WithItsPlace(transaction, Step(record, new HostInput.Withdrawn(hold), now));
    }

    /// <summary>The record of an intent that nobody wants any more, and of which nothing has reached Nova.</summary>
    private HostRecord NeverTold(LedgerTransaction transaction, HostRecord record)
    {
        GiveBack(transaction, record, null);
        return WithItsPlace(transaction, HostStateMachine.Cleared(record) with { Reason = NeverTold(record) });
    }

    private static Verdict Awaited(HostRecord record, string lacks) =>
        new(VerdictKind.Recorded, Reason.SwitchingOff, FormattableString.Invariant($"its BMC was told ForceOff at {record.SwitchedOff!.At:u}: {lacks}"));

    /// <summary>Why nothing is unset now: the machine may go off under whatever runs there then. Null where it cannot.</summary>
    private static Verdict? GoingOff(HostRecord record, DateTimeOffset now) => record.MayGoOff(now)
        ? new Verdict(VerdictKind.Recorded, Reason.SwitchingOff, FormattableString.Invariant($"its BMC was told ForceOff at {record.SwitchedOff!.At:u}, and may act on it until {record.SwitchedOff.MayActUntil:u}; it is not unset before"))
        : null;
}

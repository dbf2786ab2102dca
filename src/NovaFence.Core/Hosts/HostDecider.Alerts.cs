using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <content>Takes an event into its host's record, or beside the records.</content>
internal sealed partial class HostDecider
{
    private HostStep TakeAlert(LedgerTransaction transaction, HostJob job, HostRecord record, bool isBusy, string attemptId, DateTimeOffset now)
    {
        var alert = job.Alert!;
        var known = record.Find(alert.Receiver, alert.Fingerprint);
        if (Merged(record, alert) is { } merged)
            return Merge(transaction, record, known!, alert, merged, now);
        var (situation, entry, order, room) = Prepare(transaction, job, record, now);
        var decision = DecideReading(situation, isJustRead: false);
        if (decision.Verdict is not { } verdict)
            return new HostStep.Look();
        if (situation.SaysNothing is not null || verdict.Reason is Reason.NoRoute or Reason.Superseded)
            return new HostStep.Answer(verdict, StateOf(transaction, record));
        if (verdict.Reason is Reason.FromTheFuture or Reason.LedgerFull || (room is null && alert.Status == AlertStatus.Firing && verdict.Kind == VerdictKind.Held))
            return KeepAside(transaction, job, record, entry, verdict, situation, now);
        if (verdict is { Reason: Reason.NamesAnotherHost } && alert.Status == AlertStatus.Resolved)
            return Notice(transaction, record, known, verdict, now);
        if (room is null)
            return EndAside(transaction, record, entry, verdict);
        transaction.RemoveUnresolved(UnresolvedId(alert.Receiver, alert.Fingerprint));
        WriteIdentity(transaction, room, record, entry, isHeard: alert.Status == AlertStatus.Firing && job.NamedBy is not null);
        if (order is AlertOrder.NewPeriod or AlertOrder.FiresAgain)
            TellOthers(transaction, entry, record.Host);
        var decided = Decided(entry, known, verdict, situation, now);
        (job.BeginsPeriod, job.IsNews) = (order == AlertOrder.NewPeriod, IsNews(known, decided, order));
        var taken = Step(room, new HostInput.AlertTaken(decided), now) with { Reason = verdict.Text };
        taken = WithThoseThatAgree(transaction, taken, decided, job, now);
        if (alert.Status == AlertStatus.Resolved && !taken.Alerts.Any(other => other.IsOpen))
            transaction.WriteIfChanged(transaction.Alerting().WithoutFiring(taken.Host));
        Rely(transaction, verdict);
        if (verdict.Kind != VerdictKind.ForceDown)
        {
            if (verdict is { Kind: VerdictKind.Recorded, Reason: Reason.InProgress })
                transaction.Write(transaction.Places().With(taken.Host));
            transaction.Write(taken);
            // What it still lacks is on its way.
            if (decided.WantsDown && verdict.Kind == VerdictKind.Held && Unread.IsOfPower(verdict.Reason) && taken.MayGoOff(now))
                verdict = Awaited(taken, verdict.Facts);
            // The record keeps why it waits; the sender, and whoever rehearses, get to know what would be done.
            verdict = Rules.Rehearsed(verdict, situation);
            if (job.IsNews)
                transaction.Append(taken.Host, Event("verdict", alert, verdict, situation, now) with { State = taken.State });
            job.Planned = verdict;
            if (!isBusy)
                AskFor(job, verdict, situation);
            if (verdict.Kind == VerdictKind.Unset)
                return new HostStep.GoOn();
            // Whoever waits for this process' own PUT gets to know what became of it.
            return isBusy && verdict.Reason == Reason.InProgress && taken.Attempt is { SwitchesOff: false } busy && busy.By == running.Instance
                ? new HostStep.Wait(busy.Id, verdict, taken.State)
                : new HostStep.Answer(verdict, taken.State);
        }

        taken = taken with { Owner = taken.IsWantedByOperator ? HostOwner.Operator : HostOwner.Alert, Route = situation.Route!.Name, Evidence = situation.Route.Evidence.ToString(), StartsAt = entry.At, ReceivedAt = alert.ReceivedAt };
        return Intend(transaction, job, taken, down: true, verdict, attemptId, Event("intent", alert, verdict, situation, now), isForAlert: true, now);
    }

    /// <summary>Takes the event into its alert's history, counts it, and gathers what the rules look at.</summary>
    private (Situation Situation, AlertEntry Entry, AlertOrder Order, HostRecord? Room) Prepare(LedgerTransaction transaction, HostJob job, HostRecord record, DateTimeOffset now)
    {
        var alert = job.Alert!;
        var known = record.Find(alert.Receiver, alert.Fingerprint);
        // An end is held against what was kept aside too, and what fires against an end, or what waits there for its window. What fires there had no host, and has one now.
        var aside = known is null ? transaction.Unresolved(UnresolvedId(alert.Receiver, alert.Fingerprint))?.Alert ?? EndedInOthers(transaction, alert) : null;
        // Its end may have made room in another instance's hands, and been kept aside, which this one has not read yet.
        if (known is null && alert.TellsOfAMoment && transaction.Identity(alert.Receiver, alert.Fingerprint) is not null)
            transaction.Rely(LedgerKey.Unresolved(UnresolvedId(alert.Receiver, alert.Fingerprint)));
        // What waits for its moment to come says nothing of what is earlier than that.
        if (aside is { ToldOnce: true, IsOpen: true } && aside.At > now + options.Fencing.MaxClockSkew)
            aside = null;
        var heard = known ?? (alert.Status == AlertStatus.Resolved || aside is { Status: not AlertStatus.Firing } ? aside : null);
        var (history, order) = (heard ?? new AlertEntry { Receiver = alert.Receiver, Fingerprint = alert.Fingerprint })
            .Take(alert, options.Release.SettleTime, options.Fencing.MaxClockSkew, isFirst: heard is null);
        var entry = Described((AlertEntry)history, known, alert, order);
        entry = entry with { NamedBy = job.NamedBy is { } from ? Excerpt.Of(from, AlertEntry.MaxNamedByLength) : entry.NamedBy };
        if (aside is { ToldOnce: true, IsOpen: true } && entry.Status == AlertStatus.Firing && aside.At > entry.At)
            entry = entry with { At = aside.At };
        // A period that began before the operator's word is overruled too where the record did not know it then, or took the end before it only after that word. What was accepted
        // for a start that is later than that word is not, however early the start is that another Prometheus gives it: the host is down by it, or goes down.
        if ((known is null or { IsOpen: false, OverruledAt: null } || known.FirstSeen > record.OverruledAt) && known is not { Accepted: true } && entry is { IsOpen: true, IsOverruled: false } && record.OverruledAt is { } word && now - word <= options.Fencing.MaxClockSkew && entry.At <= word)
            entry = (AlertEntry)entry.Overruled(word);
        var room = known is null ? record.WithRoomFor(entry, options) : record;
        if (room is not null && entry.IsOpen && order != AlertOrder.Superseded && routes.SaysNothing(alert) is null)
            Count(transaction, room.With(entry), entry, now);
        var situation = See(transaction, (room ?? record).With(entry), entry, job, order, known is not null, isRetry: false, now) with
        {
            Status = alert.Status,
            HasRoom = room is not null,
            AnotherHost = order == AlertOrder.Superseded ? null : job.AnotherHost,
            SaysNothing = routes.SaysNothing(alert),
            // What no route takes any more goes on holding a host down, and takes none down.
            Route = routes.Find(alert) ?? (entry.IsOpen && known is { Accepted: true } && record.DownSince is not null ? routes.Named(known.Route) : null),
            At = alert.Status == AlertStatus.Firing ? alert.At : entry.At,
        };
        return (situation, entry, order, room);
    }

    /// <summary>The entry with what this event says of itself.</summary>
    private AlertEntry Described(AlertEntry entry, AlertEntry? known, AlertEvent alert, AlertOrder order)
    {
        if (order == AlertOrder.Superseded)
            return entry;
        var route = routes.Find(alert);
        var takes = alert.Status == AlertStatus.Firing ? route : null;
        var taken = takes is not null ? entry.TakenBy(takes) : entry.TakenLike(known);
        return taken with
        {
            // What an end says is no evidence that the host is fenced, also where it ends nothing.
            Name = alert.Status == AlertStatus.Firing ? AlertEntry.NameOf(alert) ?? known?.Name : known?.Name ?? AlertEntry.NameOf(alert),
            Link = alert.Link ?? known?.Link,
            // By what fires it is decided anew. An end may match another route, which has never held the host; one that has is remembered, see HostRecord.With.
            Route = taken.Route ?? route?.Name,
            Carried = takes is not null ? takes.Evidence.CarriedBy(alert) : known?.Carried,
            Held = order == AlertOrder.NewPeriod ? null : entry.Held,
            Accepted = order is AlertOrder.NewPeriod or AlertOrder.FiresAgain ? known is { WantsDown: true } : entry.Accepted,
            // A second end does not say what the first could not: an alert that has ended has nothing more to tell of its host.
            EndedBlind = alert.Status == AlertStatus.Resolved ? alert.EndsBlind || known is { IsOpen: false, EndedBlind: true } : order == AlertOrder.Pending && known is { EndedBlind: true },
            Notice = null,
            Unanswered = false,
            OfFirstEdition = false,
        };
    }

    /// <summary>The entry with the verdict: let through, held, or neither.</summary>
    private AlertEntry Decided(AlertEntry entry, AlertEntry? known, Verdict verdict, Situation situation, DateTimeOffset now)
    {
        if (!entry.IsOpen)
            return entry;
        switch (verdict)
        {
            // An end after which it goes on is of the period before: what goes on is held as it was, but for the operator's word of then.
            case var _ when situation.Status == AlertStatus.Resolved && entry.Held is { Reason: not Reason.Overruled and var reason } && Rules.IsKeptHeld(reason):
                return entry;
            case { Kind: VerdictKind.ForceDown } or { Reason: Reason.InProgress }:
                // Until its outcome is written, or a later event of it is answered, nobody knows whether its sender was.
                return entry with { Accepted = true, Held = null, EndedBlind = false, Unanswered = verdict.Kind == VerdictKind.ForceDown };
            case { Reason: Reason.AlreadyDown }:
                return Rules.HasMerit(situation) ? entry with { Accepted = true, Held = null, EndedBlind = false } : entry;
            case { Reason: Reason.Pending }:
                // It names its own host again.
                return entry.Held is { Reason: Reason.NamesAnotherHost } ? entry with { Held = null } : entry;
            case { Reason: Reason.NamesAnotherHost } when known is { WantsDown: true }:
                return entry with { Notice = verdict.Text };
            // What was accepted stays so until it resolves, whatever a repeat of it lacks: dropping it would unset a host whose alert still fires.
            case { Kind: VerdictKind.Held } when known is { WantsDown: true } && entry.WantsDown && situation.State != HostState.Clear:
                return entry;
            // What was heard in time is no older for being delivered once more: what it was held for then is decided anew as ever, by what it said then.
            case { Reason: Reason.TooOld } when entry.Held is { Reason: not Reason.TooOld }:
                return entry.TakenLike(known) with { Carried = known?.Carried };
            // What it lacks beside that may pass, and what it was held for may not: it would be forgotten.
            case { Kind: VerdictKind.Held } when entry.Held is { Reason: Reason.Storm or Reason.Foreign or Reason.FiresWhileUp } && !situation.IsLetGo && !Rules.IsKeptHeld(verdict.Reason):
                return entry with { Accepted = false };
            case { Kind: VerdictKind.Held }:
                return entry with { Accepted = false, Held = HoldOf(entry, verdict, situation, now) };
            default:
                return entry with { Held = null };
        }
    }

    /// <summary>An end that names another host ends nothing; a person is told.</summary>
    private HostStep.Answer Notice(LedgerTransaction transaction, HostRecord record, AlertEntry? known, Verdict verdict, DateTimeOffset now)
    {
        if (known is null)
            return new HostStep.Answer(verdict, record.State);
        transaction.Write(record.With(known with { Notice = verdict.Text }));
        transaction.Append(record.Host, Event("verdict", verdict, now) with { State = record.State });
        return new HostStep.Answer(verdict, record.State);
    }

    /// <summary>Writes whose alert it is. A host that has it by a merge, and for which it fires by itself, has heard it first: then no other host's name makes it another's.</summary>
    private static void WriteIdentity(LedgerTransaction transaction, HostRecord room, HostRecord record, AlertEntry entry, bool isHeard)
    {
        MakeRoom(transaction, record, room, entry);
        var identity = transaction.Identity(entry.Receiver, entry.Fingerprint);
        if (identity?.Hosts.Contains(record.Host, StringComparer.OrdinalIgnoreCase) != true || (isHeard && identity.FirstHeard is null))
            transaction.Write(entry.Receiver, entry.Fingerprint, new AlertIdentity([record.Host, .. Others(identity?.Hosts)]) { Merged = Others(identity?.Merged) is { Count: > 0 } merged ? merged : null });
        // Whoever hears it first for its own host meanwhile has to know of the end.
        else if (identity.FirstHeard is null && !entry.IsOpen)
            transaction.WriteAnew(entry.Receiver, entry.Fingerprint, identity);

        List<string> Others(IEnumerable<string>? hosts) => [.. (hosts ?? []).Where(host => !string.Equals(host, record.Host, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>A host of Nova's whose alert a route takes counts for the storm breaker while it fires or is held. What tells of long ago says nothing of how many alert now.</summary>
    private void Count(LedgerTransaction transaction, HostRecord record, AlertEntry entry, DateTimeOffset now)
    {
        var alerting = transaction.Alerting();
        if (entry.Route is null || entry.IsOverruled || !IsCurrent(entry, now) || entry.PeriodSince <= alerting.ResetAt || alerting.KnowsOf(record.Host, now, options.Storm.Window))
            return;
        transaction.Write(alerting.WithFiring(record.Host, now, options.Storm.Window));
    }

    /// <summary>A hold rests on these rows' being as they are known: what is over must not hold an alert that its sender repeats only after hours.</summary>
    private static void Rely(LedgerTransaction transaction, Verdict verdict)
    {
        switch (verdict.Reason)
        {
            case Reason.Budget or Reason.Rate or Reason.Flapping or Reason.Paused:
                transaction.Rely(LedgerKey.Budget);
                break;
            case Reason.MonitoringSilent:
                transaction.Rely(LedgerKey.Watchdog);
                break;
            case Reason.Storm:
                transaction.Rely(LedgerKey.Alerting);
                break;
        }
    }

    private static HostState? StateOf(LedgerTransaction transaction, HostRecord record) => transaction.Record(record.Host) is null ? null : record.State;

    private static bool IsNews(AlertEntry? known, AlertEntry decided, AlertOrder order) =>
        known is null || known.Status != decided.Status || known.Held?.Reason != decided.Held?.Reason || order is AlertOrder.NewPeriod or AlertOrder.FiresAgain;

    internal static string UnresolvedId(string receiver, string fingerprint) => $"{receiver}:{fingerprint}";
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <content>Alerts that wait beside the records, because no record can take them yet.</content>
internal sealed partial class HostDecider
{
    /// <summary>Of an alert that its host's record cannot take: it waits beside the records.</summary>
    private HostStep.Answer KeepAside(LedgerTransaction transaction, HostJob job, HostRecord record, AlertEntry entry, Verdict verdict, Situation situation, DateTimeOffset now)
    {
        var alert = job.Alert!;
        var id = UnresolvedId(alert.Receiver, alert.Fingerprint);
        var isNew = job.IsNews = transaction.Unresolved(id) is null;
        // What is to come must not take the place of what is so, nor what is too old that of what was heard in time.
        if (transaction.Unresolved(id)?.Alert is { IsOpen: true } waiting
            && ((verdict.Reason == Reason.FromTheFuture && waiting.At <= now + options.Fencing.MaxClockSkew) || (verdict.Reason == Reason.TooOld && waiting.IsHeld)))
        {
            return new HostStep.Answer(verdict, StateOf(transaction, record));
        }

        transaction.Write(id, new UnresolvedAlert(record.Host, entry with { Accepted = false, Held = HoldFor(verdict, now) }));
        // It is of this host, whatever its next event names. What is to come says nothing yet.
        if (verdict.Reason != Reason.FromTheFuture && transaction.Identity(alert.Receiver, alert.Fingerprint) is null)
            transaction.Write(alert.Receiver, alert.Fingerprint, new AlertIdentity([record.Host]));
        if (verdict.Reason == Reason.LedgerFull && record.IsHeldDown && !record.HasLostAlerts)
            transaction.Write(record with { HasLostAlerts = true });
        if (isNew)
        {
            // By the record as it is; as that is not written with it, the event does not say where it stands: it may be elsewhere by then.
            transaction.Rely(LedgerKey.Host(record.Host));
            transaction.Append(record.Host, Event("verdict", alert, verdict, situation, now));
        }

        return new HostStep.Answer(verdict, StateOf(transaction, record));
    }

    /// <summary>Of an alert that had no room either while it fired: its end stays beside the records too. One that tells of a moment may be heard before what it ended.</summary>
    private static HostStep.Answer EndAside(LedgerTransaction transaction, HostRecord record, AlertEntry entry, Verdict verdict)
    {
        if (entry.ToldOnce || transaction.Unresolved(UnresolvedId(entry.Receiver, entry.Fingerprint)) is not null)
            KeepEndAside(transaction, record, entry);
        return new HostStep.Answer(verdict, StateOf(transaction, record));
    }

    /// <summary>Writes what is still known of those that make room for another one: whose they are, and, where it tells of a moment, their end.</summary>
    private static void MakeRoom(LedgerTransaction transaction, HostRecord before, HostRecord after, AlertEntry taken)
    {
        var made = before.Alerts.Where(alert => !after.Alerts.Any(other => other.IsOf(alert))).ToList();
        foreach (var gone in made)
        {
            // What another instance kept aside of it, and this one has not read yet, would fire again once nobody knows its end.
            var id = UnresolvedId(gone.Receiver, gone.Fingerprint);
            transaction.Rely(LedgerKey.Unresolved(id));
            if (transaction.Unresolved(id)?.Alert is { } aside && aside.At <= gone.At)
                transaction.RemoveUnresolved(id);
            if (gone is { ToldOnce: true, IsOpen: false } && transaction.Unresolved(id) is null)
                KeepEndAside(transaction, before, gone);
        }

        transaction.Forget(before.Host, made, after, taken);
    }

    /// <summary>Keeps an end that its host's record cannot keep, so that an earlier event that is delivered after it is older than it.</summary>
    private static void KeepEndAside(LedgerTransaction transaction, HostRecord record, AlertEntry ended) =>
        transaction.Write(UnresolvedId(ended.Receiver, ended.Fingerprint), new UnresolvedAlert(record.Host, ended with { Held = null }));

    /// <summary>
    /// Takes an alert that waited beside the records into the record of its host, where it can be taken by now: Nova lists the host, the moment has come, or
    /// there is room. There it is decided anew like every other hold. Null where it still waits.
    /// </summary>
    internal string? TakeAside(LedgerTransaction transaction, string id, Fleet look, DateTimeOffset now)
    {
        if (transaction.Unresolved(id) is not { Name: not null, Alert: { Held: { } held } entry } waiting || !IsCurrent(entry, now) || entry.Route is null)
            return null;
        // That a host is listed no longer does not say which of several was meant, nor makes an old event young, and of more names than are kept nobody can say whether one is.
        // What the first edition held its next event names anew.
        if (held.Reason is Reason.AmbiguousHost or Reason.TooOld || (held.Reason == Reason.AwaitingOperator && waiting.Mentions is null) || waiting.Mentions is { Count: 0 } || (entry.ToldOnce && entry.At > now + options.Fencing.MaxClockSkew))
            return null;
        var resolution = Resolve(waiting, look);
        // Which of several was meant nobody can say either when only one of them is left.
        if (resolution is HostResolution.Ambiguous several && held.Reason is (Reason.UnknownHost or Reason.AwaitingOperator))
            transaction.Write(id, waiting with { Alert = entry with { Held = held with { Reason = Reason.AmbiguousHost, Facts = Excerpt.Cut(HostResolver.Sentence(several), Hold.MaxFactsLength), NextAt = null } } });
        if (resolution is not HostResolution.Found { Host: var host, From: var from })
            return null;
        // So does what was found by other labels, or by a route that takes other alerts by now: Nova knows such a host, and it is told what it waits for instead.
        if (IsTakenOtherwise(entry))
        {
            if (held.Reason == Reason.UnknownHost)
                transaction.Write(id, waiting with { Name = host.Name, Alert = entry with { Held = HoldFor(NoLongerTaken(entry)!, now) } });
            return null;
        }

        var record = transaction.Record(host.Name) ?? new HostRecord { Host = host.Name };
        var known = record.Find(entry.Receiver, entry.Fingerprint);
        if (known is not null ? known.IsOpen || known.At >= entry.At : IsHeardElsewhere(transaction, entry, host.Name))
        {
            // Stored late, after a record had taken it, or its end: there it is decided.
            transaction.RemoveUnresolved(id);
            return null;
        }

        // It fires anew after an end that the record has.
        if (known is not null)
            entry = entry with { OverruledAt = entry.At > known.OverruledAt ? null : known.OverruledAt, OverruledStart = entry.At > known.OverruledAt ? null : known.OverruledStart };
        if ((known is null ? record.WithRoomFor(entry, options) : record) is not { } room)
            return null;
        var taken = entry with { NamedBy = entry.NamedBy ?? Excerpt.Of(from, AlertEntry.MaxNamedByLength), StartsAt = entry.StartsAt ?? entry.At, Held = entry.Status == AlertStatus.Pending ? null : held with { NextAt = now, SeenAt = now } };
        // What waited when an operator unset the host is overruled with what its record knew then, and so is what had begun by then and was heard a little later.
        if (record.OverruledAt is { } word && (entry.FirstSeen <= word || (entry.At <= word && entry.FirstSeen - word <= options.Fencing.MaxClockSkew)))
            taken = (AlertEntry)taken.Overruled(word) with { Held = HostStateMachine.Overruled(word) };
        transaction.RemoveUnresolved(id);
        WriteIdentity(transaction, room, record, taken, isHeard: true);
        Count(transaction, room.With(taken), taken, now);
        transaction.Write(Step(room, new HostInput.AlertTaken(taken), now));
        return host.Name;
    }

    /// <summary>
    /// Takes an alert that waits beside the records for this host into its record, before it is released: Nova may list it again, and no audit have run since.
    /// Whether there was one.
    /// </summary>
    private bool TakesAside(LedgerTransaction transaction, string host, Fleet? look, DateTimeOffset now)
    {
        if (look is null)
            return false;
        var ids = transaction.UnresolvedIds().Where(id => transaction.Unresolved(id) is { Name: not null } waiting
            && Resolve(waiting, look) is HostResolution.Found { Host.Name: var named }
            && string.Equals(named, host, StringComparison.OrdinalIgnoreCase)).ToList();
        return ids.Any(id => TakeAside(transaction, id, look, now) is not null);
    }

    /// <summary>Whom it means by this look. What waits for a host that was known is that host's, and no other's that is called so for short, or in full.</summary>
    private HostResolution Resolve(UnresolvedAlert waiting, Fleet look) => waiting.Mentions is { } mentions
        ? HostResolver.Resolve(mentions, options.Hosts.Domains, look)
        : HostResolver.Resolve([new HostMention("record", waiting.Name!) { Decides = true }], [], look);

    /// <summary>Whether another record has it, for which it was first heard. By a merge alone other hosts share it, and this one is the one it tells of.</summary>
    private static bool IsHeardElsewhere(LedgerTransaction transaction, AlertEntry entry, string host) =>
        transaction.Identity(entry.Receiver, entry.Fingerprint)?.FirstHeard is { } heard
        && (!string.Equals(heard, host, StringComparison.OrdinalIgnoreCase) || transaction.Record(heard)?.Find(entry.Receiver, entry.Fingerprint) is not null);
}

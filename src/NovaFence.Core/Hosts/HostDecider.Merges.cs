using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <content>PagerDuty's merges, and alerts that several hosts share by them.</content>
internal sealed partial class HostDecider
{
    /// <summary>Of so many hosts at most a person is told when an incident that they share fires again: each is a row more in the commit of its event.</summary>
    private const int MostTold = 20;

    /// <summary>What fires again fires for the host that it was first heard for. Of the others that share it by a merge a person is told.</summary>
    private static void TellOthers(LedgerTransaction transaction, AlertEntry entry, string host)
    {
        foreach (var other in (transaction.Identity(entry.Receiver, entry.Fingerprint)?.Hosts ?? []).Take(MostTold))
        {
            if (!string.Equals(other, host, StringComparison.OrdinalIgnoreCase) && transaction.Record(other) is { } record && record.Find(entry.Receiver, entry.Fingerprint) is { IsOpen: false } ended)
                transaction.Write(record.With(ended with { Notice = $"{entry.Fingerprint}, into which this host's was merged, fires again, for {host}: see whether this one is well too" }));
        }
    }

    /// <summary>The end of an incident that other hosts have by a merge only, as the last of them knows it: what its own host hears of it is held against that too, an earlier end as well. Null where it fires there, or nobody has it.</summary>
    private static AlertEntry? EndedInOthers(LedgerTransaction transaction, AlertEvent alert)
    {
        if (!alert.TellsOfAMoment || transaction.Identity(alert.Receiver, alert.Fingerprint) is not { FirstHeard: null } identity)
            return null;
        foreach (var host in identity.Hosts)
            transaction.Rely(LedgerKey.Host(host));
        var others = identity.Hosts.Select(host => transaction.Record(host)?.Find(alert.Receiver, alert.Fingerprint)).OfType<AlertEntry>().ToList();
        return others.Count > 0 && others.TrueForAll(other => !other.IsOpen) && others.MaxBy(other => other.At) is { } ended
            ? new AlertEntry { Receiver = ended.Receiver, Fingerprint = ended.Fingerprint, At = ended.At, EndsAt = ended.EndsAt, SaidEndsAt = ended.SaidEndsAt, FirstSeen = alert.ReceivedAt, ToldOnce = true }
            : null;
    }

    /// <summary>What is said of an event that merges what fires, or waits, in this record into another incident; null where it does not.</summary>
    internal static Verdict? Merged(HostRecord? record, AlertEvent alert) =>
        alert.MergedInto is { } survivor && record?.Find(alert.Receiver, alert.Fingerprint) is { IsOpen: true } known && alert.At >= known.At
            ? new Verdict(VerdictKind.Recorded, Reason.AnotherAlertFires, $"it was merged into {survivor}, which goes on in its place")
            : null;

    private HostStep.Answer Merge(LedgerTransaction transaction, HostRecord record, AlertEntry known, AlertEvent alert, Verdict verdict, DateTimeOffset now)
    {
        var survivor = alert.MergedInto!;
        var identity = transaction.Identity(known.Receiver, survivor);
        // The old id stays as a tombstone, so that a late event of it is older than its end. What a person has to know is told of the one that goes on.
        var ended = (AlertEntry)known.Take(alert, options.Release.SettleTime, options.Fencing.MaxClockSkew, isFirst: false).History with { Accepted = false, Held = null, Notice = null };
        var merged = record.With(ended);
        if (record.Find(known.Receiver, survivor) is { } other)
        {
            merged = merged.With(Surviving(known, other));
        }
        else
        {
            // Heard before the merge, and of no host, its end waits beside the records: what had fired before that is older than it here too.
            var id = UnresolvedId(known.Receiver, survivor);
            transaction.Rely(LedgerKey.Unresolved(id));
            var end = transaction.Unresolved(id)?.Alert is { IsOpen: false } aside ? aside : null;
            var isOfOthers = identity is not null && !identity.Hosts.Contains(record.Host, StringComparer.OrdinalIgnoreCase);
            var goesOn = known with
            {
                Fingerprint = survivor,
                At = end?.At > known.At ? end.At : known.At,
                LastSeen = now,
                Notice = end is not null ? HasEnded(survivor) : isOfOthers ? $"merged into {survivor}, which is of {identity!.Hosts[0]}" : $"merged into {survivor}, of which nothing was heard",
            };
            merged = (merged.WithRoomFor(goesOn, options) ?? merged.Without(ended)).With(goesOn);
            MakeRoom(transaction, record.With(ended), merged, goesOn);
        }

        if (identity?.Hosts.Contains(record.Host, StringComparer.OrdinalIgnoreCase) != true)
            transaction.Write(known.Receiver, survivor, new AlertIdentity([.. identity?.Hosts ?? [], record.Host]) { Merged = [.. identity?.Merged ?? [], record.Host] });
        transaction.Write(merged with { Reason = verdict.Text });
        transaction.Append(record.Host, Event("verdict", verdict, now) with { State = merged.State });
        return new HostStep.Answer(verdict, merged.State);
    }

    /// <summary>
    /// What goes on under the surviving id, of which this host's record has heard before: the one whose word weighs more. What an operator overruled, or what lacks its
    /// evidence, must not take the place of what fires.
    /// </summary>
    private static AlertEntry Surviving(AlertEntry known, AlertEntry other)
    {
        var goesOn = known with { Fingerprint = other.Fingerprint, At = other.At > known.At ? other.At : known.At };
        if (!other.IsOpen)
            return goesOn with { Notice = HasEnded(other.Fingerprint) };
        // By which routes both were accepted the record says, also of the one that ends.
        return Weight(known) > Weight(other) ? goesOn : other;
    }

    private static string HasEnded(string survivor) => $"merged into {survivor}, which has ended";

    private static int Weight(AlertEntry entry) => entry switch
    {
        { IsOverruled: true } => 0,
        { WantsDown: true } => 3,
        { Held: null or { Reason: Reason.NoEvidence } } => 1,
        _ => 2,
    };
}

using System.Text.Json;
using NovaFence.Core.Ledger;
using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <summary>The rows of the hosts' life, by name.</summary>
internal static class HostRows
{
    private static readonly RowType<HostRecord> HostType = new(RowsJson.Row<HostRecord>(), record => $"{record.Host} {record.State}: {record.Reason}") { IsOf = static (record, key) => key == LedgerKey.Host(record.Host) };
    private static readonly RowType<Places> PlacesType = new(RowsJson.Row<Places>(), places => $"{places.Taken.Count} hosts");
    private static readonly RowType<PauseList> PausesType = new(RowsJson.Row<PauseList>(), pauses => $"{pauses.All.Count} pauses");
    private static readonly RowType<AlertingHosts> AlertingType = new(RowsJson.Row<AlertingHosts>(), alerting => $"{alerting.Firing?.Count ?? 0} hosts fire");
    private static readonly RowType<WatchdogState> WatchdogType = new(RowsJson.Row<WatchdogState>(), watchdog => $"last heard {watchdog.HeardAt:u}");
    private static readonly RowType<UnresolvedAlert> UnresolvedType = new(RowsJson.Row<UnresolvedAlert>(), waiting => $"{waiting.Name}: {waiting.Alert.Hold}")
    {
        IsOf = static (waiting, key) => key == LedgerKey.Unresolved(HostDecider.UnresolvedId(waiting.Alert.Receiver, waiting.Alert.Fingerprint)) || key == LedgerKey.Unresolved(UnresolvedAlert.More),
    };
    private static readonly RowType<AlertIdentity> IdentityType = new(RowsJson.Row<AlertIdentity>(), identity => string.Join(' ', identity.Hosts));
    private static readonly RowType<FleetPart> FleetType = new(RowsJson.Row<FleetPart>(), part => $"{part.Hosts.Count} hosts");

    internal static HostRecord? Record(this LedgerTransaction transaction, string host) => transaction.Read(LedgerKey.Host(host), HostType)?.CarriedOver();

    /// <summary>The same; null also where it cannot be read.</summary>
    internal static HostRecord? ReadableRecord(this LedgerTransaction transaction, string host) => transaction.ReadIfReadable(LedgerKey.Host(host), HostType)?.CarriedOver();

    /// <summary>Whether there is a row of this host that cannot be read: what is known of it nobody can say.</summary>
    internal static bool HasUnreadableRecord(this LedgerTransaction transaction, string host) => transaction.Has(LedgerKey.Host(host)) && transaction.ReadableRecord(host) is null;

    internal static IEnumerable<HostRecord> Records(this LedgerTransaction transaction) => transaction.UnorderedRecords().OrderBy(record => record.Host, StringComparer.Ordinal);

    /// <summary>The records in no order: for who counts or looks them up.</summary>
    internal static IEnumerable<HostRecord> UnorderedRecords(this LedgerTransaction transaction) =>
        transaction.ReadAll(LedgerKey.HostPrefix, HostType).Select(record => record.CarriedOver());

    /// <summary>The keys of the rows that cannot be read, and without which all hosts but theirs go on.</summary>
    internal static IReadOnlyList<string> UnreadableRows(this LedgerTransaction transaction) =>
    [
        .. transaction.Unreadable(LedgerKey.HostPrefix, HostType).Concat(transaction.Unreadable(LedgerKey.UnresolvedPrefix, UnresolvedType)).Concat(transaction.Unreadable(LedgerKey.AlertPrefix, IdentityType)).Concat(transaction.Unreadable(LedgerKey.Pauses, PausesType)).Concat(transaction.UnreadableForgotten())
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The keys of the rows that cannot be read and that all hosts need.</summary>
    internal static IReadOnlyList<string> UnreadableShared(this LedgerTransaction transaction) =>
    [
        .. transaction.Unreadable(LedgerKey.Budget, PlacesType).Concat(transaction.Unreadable(LedgerKey.Alerting, AlertingType)),
    ];

    internal static void Write(this LedgerTransaction transaction, HostRecord record) =>
        transaction.Write(LedgerKey.Host(record.Host), Fitting(transaction.LastEventOf(record.Host) is { } last ? record with { EventAt = last } : record), HostType);

    /// <summary>The record as its row holds it: what decides comes before what only tells.</summary>
    internal static HostRecord Fitting(HostRecord record)
    {
        var kept = WithFewLinks(record);
        return kept.Reads is { } reads && kept.Alerts.Sum(alert => alert.MostRowLength) > HostRecord.MaxAlertsLength - HostReads.MostRowLength ? kept with { Reads = reads.WithoutTexts() } : kept;
    }

    /// <summary>A row holds only so much, and what decides comes first: of the alerts only those heard last keep their links.</summary>
    private static HostRecord WithFewLinks(HostRecord record)
    {
        var linked = record.Alerts.Where(alert => alert.Link is not null).OrderByDescending(alert => alert.LastSeen).ToList();
        if (linked.Count <= HostRecord.MaxLinks)
            return record;
        var others = linked.Skip(HostRecord.MaxLinks).ToHashSet(ReferenceEqualityComparer.Instance);
        return record with { Alerts = [.. record.Alerts.Select(alert => others.Contains(alert) ? alert with { Link = null } : alert)] };
    }

    /// <summary>The hosts whose records are written, in Nova's spelling.</summary>
    internal static IEnumerable<string> WrittenHosts(this LedgerTransaction transaction) => transaction.Writes.Keys
        .Where(key => key.StartsWith(LedgerKey.HostPrefix, StringComparison.Ordinal))
        .Select(key => transaction.Read(key, HostType)?.Host).OfType<string>();

    internal static void RemoveRecord(this LedgerTransaction transaction, string host) => transaction.Remove(LedgerKey.Host(host));

    internal static Places Places(this LedgerTransaction transaction) => transaction.Read(LedgerKey.Budget, PlacesType) ?? Hosts.Places.None;

    /// <summary>
    /// Writes the places even where nothing changes: what is decided by them rests on their being so, and the row in memory may be old. The commit is then
    /// conditional on it.
    /// </summary>
    internal static void Write(this LedgerTransaction transaction, Places places) => transaction.Write(LedgerKey.Budget, places, PlacesType, evenIfUnchanged: true);

    internal static PauseList Pauses(this LedgerTransaction transaction) => transaction.Read(LedgerKey.Pauses, PausesType) ?? PauseList.None;

    /// <summary>The same for whom the row of the places decides; none where it cannot be read. Whoever changes the pauses has to know them.</summary>
    internal static PauseList ReadablePauses(this LedgerTransaction transaction) => transaction.ReadIfReadable(LedgerKey.Pauses, PausesType) ?? PauseList.None;

    internal static void Write(this LedgerTransaction transaction, PauseList pauses) => transaction.Write(LedgerKey.Pauses, pauses, PausesType);

    /// <summary>What keeps NovaFence from this host now: the row of the places decides, that of the pauses says why.</summary>
    internal static Pause? PauseOf(this LedgerTransaction transaction, string host, DateTimeOffset now)
    {
        if (transaction.Places().PausedUntil(host, now) is not { } until)
            return null;
        var pause = transaction.ReadablePauses().Of(host, now);
        // One that the row of the places does not know is no drill of now: the list in memory may be old.
        return (pause is { Drill: true } && pause.Until?.ToUnixTimeMilliseconds() != until ? null : pause)
            ?? new Pause(null, now, until == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(until), "see the list of pauses", "an operator");
    }

    internal static AlertingHosts Alerting(this LedgerTransaction transaction) => transaction.Read(LedgerKey.Alerting, AlertingType) ?? AlertingHosts.None;

    internal static void Write(this LedgerTransaction transaction, AlertingHosts alerting) => transaction.Write(LedgerKey.Alerting, alerting, AlertingType);

    internal static void WriteIfChanged(this LedgerTransaction transaction, AlertingHosts alerting)
    {
        if (!ReferenceEquals(alerting, transaction.Alerting()))
            transaction.Write(alerting);
    }

    internal static WatchdogState Watchdog(this LedgerTransaction transaction) => transaction.ReadIfReadable(LedgerKey.Watchdog, WatchdogType) ?? WatchdogState.None;

    internal static void Write(this LedgerTransaction transaction, WatchdogState watchdog) => transaction.Write(LedgerKey.Watchdog, watchdog, WatchdogType);

    internal static UnresolvedAlert? Unresolved(this LedgerTransaction transaction, string id) => transaction.Read(LedgerKey.Unresolved(id), UnresolvedType)?.CarriedOver();

    /// <summary>The same; null also where it cannot be read.</summary>
    internal static UnresolvedAlert? ReadableUnresolved(this LedgerTransaction transaction, string id) => transaction.ReadIfReadable(LedgerKey.Unresolved(id), UnresolvedType)?.CarriedOver();

    internal static IEnumerable<UnresolvedAlert> Unresolved(this LedgerTransaction transaction) => transaction.ReadAll(LedgerKey.UnresolvedPrefix, UnresolvedType).Select(waiting => waiting.CarriedOver());

    /// <summary>Without those whose rows cannot be read: over one alert nothing must stand still that all others need.</summary>
    internal static IEnumerable<string> UnresolvedIds(this LedgerTransaction transaction) => transaction.ReadableKeys(LedgerKey.UnresolvedPrefix, UnresolvedType)
        .Select(key => key[LedgerKey.UnresolvedPrefix.Length..]);

    internal static void Write(this LedgerTransaction transaction, string id, UnresolvedAlert alert) => transaction.Write(LedgerKey.Unresolved(id), alert, UnresolvedType);

    internal static void RemoveUnresolved(this LedgerTransaction transaction, string id) => transaction.Remove(LedgerKey.Unresolved(id));

    internal static AlertIdentity? Identity(this LedgerTransaction transaction, string receiver, string fingerprint) =>
        transaction.Read(LedgerKey.Alert(receiver, fingerprint), IdentityType) is { Hosts.Count: > 0 } identity ? identity : null;

    internal static void Write(this LedgerTransaction transaction, string receiver, string fingerprint, AlertIdentity identity) =>
        transaction.Write(LedgerKey.Alert(receiver, fingerprint), identity, IdentityType);

    /// <summary>Writes it as it is: whoever else writes it at the same time decides anew.</summary>
    internal static void WriteAnew(this LedgerTransaction transaction, string receiver, string fingerprint, AlertIdentity identity) =>
        transaction.Write(LedgerKey.Alert(receiver, fingerprint), identity, IdentityType, evenIfUnchanged: true);

    /// <summary>Removes the row that says of an alert that no record has it.</summary>
    internal static void RemoveIdentityWithoutHost(this LedgerTransaction transaction, string receiver, string fingerprint)
    {
        if (transaction.Identity(receiver, fingerprint) is null)
            transaction.Remove(LedgerKey.Alert(receiver, fingerprint));
    }

    /// <summary>Takes this host out of an alert's identity.</summary>
    internal static void RemoveIdentity(this LedgerTransaction transaction, string receiver, string fingerprint, string host)
    {
        if (transaction.Identity(receiver, fingerprint) is not { } identity)
            return;
        var others = identity.Hosts.Where(other => !string.Equals(other, host, StringComparison.OrdinalIgnoreCase)).ToList();
        if (others.Count == 0)
            transaction.Remove(LedgerKey.Alert(receiver, fingerprint));
        else
            transaction.Write(receiver, fingerprint, identity with { Hosts = others });
    }

    internal static IReadOnlyList<FleetPart.Entry> Fleet(this LedgerTransaction transaction)
    {
        var hosts = new List<FleetPart.Entry>();
        // Without what cannot be read: a look that failed over it would let hosts be forced down unseen.
        for (var part = 0; transaction.HasFleet(part); part++)
            hosts.AddRange(transaction.ReadIfReadable(LedgerKey.Fleet(part), FleetType)?.Hosts ?? []);
        return hosts;
    }

    internal static bool HasFleet(this LedgerTransaction transaction, int part) => transaction.Has(LedgerKey.Fleet(part));

    internal static void WriteFleet(this LedgerTransaction transaction, int part, FleetPart content) => transaction.Write(LedgerKey.Fleet(part), content, FleetType);

    internal static void RemoveFleet(this LedgerTransaction transaction, int part) => transaction.Remove(LedgerKey.Fleet(part));

    internal static void Append(this LedgerTransaction transaction, string host, DecisionEvent happened)
    {
        var key = LedgerKey.Host(host);
        var at = EventOrder.After(transaction.StoredIfReadable(key, HostType)?.EventAt, happened.At);
        transaction.Append(new LedgerEvent(host, at, Guid.CreateVersion7(at).ToString("N"), JsonSerializer.Serialize(happened with { At = at }, RowsJson.Plain.DecisionEvent)));
        if (transaction.Writes.ContainsKey(key) && transaction.ReadIfReadable(key, HostType) is { } written)
            transaction.Write(written);
    }
}

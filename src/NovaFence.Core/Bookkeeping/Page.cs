using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NovaFence.Core.Auditing;
using NovaFence.Core.Budgets;
using NovaFence.Core.Fencing;
using NovaFence.Core.Ledger;
using NovaFence.Core.Pauses;
using NovaFence.Core.Storms;
using NovaFence.Core.Watchdogs;

namespace NovaFence.Core.Bookkeeping;

/// <summary>
/// What one change reads and writes: the rows as they are known, and on top of them what this change, and those before it in the same
/// commit, want to be written.
/// </summary>
internal sealed class Page
{
    private readonly Func<string, string?> _json;
    private readonly Func<IEnumerable<string>> _keys;
    private readonly Dictionary<string, (string? Json, string Summary)> _writes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _looked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _relied = new(StringComparer.Ordinal);
    private readonly List<LedgerEvent> _events = [];
    private bool _nothingTaken = true;

    internal Page(Func<string, string?> json, Func<IEnumerable<string>> keys)
    {
        _json = json;
        _keys = keys;
    }

    /// <summary>A page that adds to this one; see <see cref="Take"/>.</summary>
    internal Page Next() => new(Json, Keys);

    internal IReadOnlyDictionary<string, (string? Json, string Summary)> Writes => _writes;

    internal IReadOnlyList<LedgerEvent> Events => _events;

    /// <summary>
    /// Whether it must survive a power cut before it is answered. An outcome need not: without it the intent stands, and the audit finishes it.
    /// </summary>
    internal bool Durable { get; private set; } = true;

    /// <summary>Characters of JSON to be stored.</summary>
    internal int JsonLength => _writes.Values.Sum(write => write.Json?.Length ?? 0) + _events.Sum(happened => happened.Json.Length);

    /// <summary>Every key that was looked at, written or not.</summary>
    internal IReadOnlyCollection<string> Looked => _looked;

    /// <summary>The rows that have to be as they were read although this page does not write them: see <see cref="Rely"/>.</summary>
    internal IReadOnlyCollection<string> Relied => _relied;

    /// <summary>Says that what is written is right only if this row is still as it is remembered; unless it is written too, it is read again first.</summary>
    internal void Rely(string key)
    {
        _relied.Add(key);
        _looked.Add(key);
    }

    /// <summary>Says that a loss of this page would be found by the audit.</summary>
    internal void MayBeLost() => Durable = false;

    /// <summary>Says that Nova is told next on the strength of this page.</summary>
    internal void MustLast() => Durable = true;

    /// <summary>Takes over what a later page wants to be written.</summary>
    internal void Take(Page later)
    {
        Durable = _nothingTaken ? later.Durable : Durable || later.Durable;
        _nothingTaken = false;
        foreach (var (key, write) in later._writes)
            _writes[key] = write;
        _events.AddRange(later._events);
        _looked.UnionWith(later._looked);
        _relied.UnionWith(later._relied);
    }

    internal FenceRecord? Record(string host) => Read(LedgerKey.Host(host), BookJson.Plain.FenceRecord);

    internal IEnumerable<FenceRecord> Records() =>
        Keys().Where(key => key.StartsWith(LedgerKey.HostPrefix, StringComparison.Ordinal)).Select(key => Read(key, BookJson.Plain.FenceRecord)).OfType<FenceRecord>();

    internal void Write(FenceRecord record) => Write(
        LedgerKey.Host(record.Host),
        record,
        BookJson.Plain.FenceRecord,
        $"{record.Host} {record.State}: {record.Reason}");

    internal void RemoveRecord(string host) => Remove(LedgerKey.Host(host));

    internal Reservations Reservations => Read(LedgerKey.Budget, BookJson.Plain.Reservations) ?? Reservations.None;

    /// <summary>
    /// Writes the places even where nothing changes: what is decided by them rests on their being so, and the row in memory may be old. The commit
    /// is then conditional on it.
    /// </summary>
    internal void Write(Reservations reservations) =>
        Write(LedgerKey.Budget, reservations, BookJson.Plain.Reservations, $"{reservations.Places.Count} hosts", evenIfUnchanged: true);

    internal PauseList Pauses => Read(LedgerKey.Pauses, BookJson.Plain.PauseList) ?? PauseList.None;

    internal void Write(PauseList pauses) => Write(LedgerKey.Pauses, pauses, BookJson.Plain.PauseList, $"{pauses.All.Count} pauses");

    /// <summary>What keeps NovaFence from this host now: the budget's row decides, that of the pauses says why.</summary>
    internal Pause? PauseOf(string host, DateTimeOffset now)
    {
        if (Reservations.PausedUntil(host, now) is not { } until)
            return null;
        return Pauses.Of(host, now)
            ?? new Pause(null, now, until == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(until), "see the list of pauses", "an operator");
    }

    internal AlertingHosts Alerting => Read(LedgerKey.Alerting, BookJson.Plain.AlertingHosts) ?? AlertingHosts.None;

    internal void Write(AlertingHosts alerting) => Write(LedgerKey.Alerting, alerting, BookJson.Plain.AlertingHosts, $"{alerting.Seen.Count} hosts");

    internal WatchdogState Watchdog => Read(LedgerKey.Watchdog, BookJson.Plain.WatchdogState) ?? WatchdogState.None;

    internal void Write(WatchdogState watchdog) => Write(LedgerKey.Watchdog, watchdog, BookJson.Plain.WatchdogState, $"last heard {watchdog.HeardAt:u}");

    internal AuditSummary? Audit => Read(LedgerKey.Audit, BookJson.Plain.AuditSummary);

    internal void Write(AuditSummary audit) => Write(LedgerKey.Audit, audit, BookJson.Plain.AuditSummary, audit.Failure ?? $"{audit.Services} services");

    internal IEnumerable<Finding> Findings()
    {
        for (var part = 0; Read(LedgerKey.Findings(part), BookJson.Plain.FindingsPart) is { } kept; part++)
        {
            foreach (var finding in kept.Findings)
                yield return finding;
        }
    }

    internal bool HasFindings(int part) => Read(LedgerKey.Findings(part), BookJson.Plain.FindingsPart) is not null;

    internal void WriteFindings(int part, FindingsPart findings) => Write(LedgerKey.Findings(part), findings, BookJson.Plain.FindingsPart, $"{findings.Findings.Count} findings");

    internal void RemoveFindings(int part) => Remove(LedgerKey.Findings(part));

    internal UnresolvedAlert? Unresolved(string id) => Read(LedgerKey.Unresolved(id), BookJson.Plain.UnresolvedAlert);

    internal IEnumerable<UnresolvedAlert> Unresolved() => UnresolvedIds().Select(Unresolved).OfType<UnresolvedAlert>();

    internal IEnumerable<string> UnresolvedIds() =>
        Keys().Where(key => key.StartsWith(LedgerKey.UnresolvedPrefix, StringComparison.Ordinal)).Select(key => key[LedgerKey.UnresolvedPrefix.Length..]);

    internal void Write(string id, UnresolvedAlert alert) => Write(LedgerKey.Unresolved(id), alert, BookJson.Plain.UnresolvedAlert, $"{alert.Name}: {alert.Alert.Hold}");

    internal void RemoveUnresolved(string id) => Remove(LedgerKey.Unresolved(id));

    internal IReadOnlyList<FleetPart.Entry> Fleet() =>
    [
        .. Keys().Where(key => key.StartsWith(LedgerKey.FleetPrefix, StringComparison.Ordinal))
            .Select(key => Read(key, BookJson.Plain.FleetPart)).OfType<FleetPart>()
            .SelectMany(part => part.Hosts),
    ];

    internal bool HasFleet(int part) => Read(LedgerKey.Fleet(part), BookJson.Plain.FleetPart) is not null;

    internal void WriteFleet(int part, FleetPart content) => Write(LedgerKey.Fleet(part), content, BookJson.Plain.FleetPart, $"{content.Hosts.Count} hosts");

    internal void RemoveFleet(int part) => Remove(LedgerKey.Fleet(part));

    internal void Append(string host, FenceEvent happened) => _events.Add(
        new LedgerEvent(host, happened.At, Guid.CreateVersion7(happened.At).ToString("N"), JsonSerializer.Serialize(happened, BookJson.Plain.FenceEvent)));

    private string? Json(string key) => _writes.TryGetValue(key, out var write) ? write.Json : _json(key);

    private IEnumerable<string> Keys() => _keys().Concat(_writes.Keys).Distinct(StringComparer.Ordinal);

    private T? Read<T>(string key, JsonTypeInfo<T> type)
        where T : class
    {
        _looked.Add(key);
        return Json(key) is { } json ? JsonSerializer.Deserialize(json, type) : null;
    }

    private void Write<T>(string key, T value, JsonTypeInfo<T> type, string summary, bool evenIfUnchanged = false)
    {
        var json = JsonSerializer.Serialize(value, type);
        _looked.Add(key);
        if (evenIfUnchanged || !string.Equals(json, Json(key), StringComparison.Ordinal))
            _writes[key] = (json, summary.Length > 256 ? summary[..256] : summary);
    }

    private void Remove(string key)
    {
        _looked.Add(key);
        if (Json(key) is not null)
            _writes[key] = (null, "");
    }
}

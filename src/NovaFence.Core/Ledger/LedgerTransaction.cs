using System.Text.Json;

namespace NovaFence.Core.Ledger;

/// <summary>
/// What one change reads and writes: the rows as they are known, and on top of them what this change, and those before it in the same commit, want to
/// be written.
/// </summary>
internal sealed class LedgerTransaction
{
    private readonly Func<string, CachedRow?> _row;
    private readonly Func<IEnumerable<KeyValuePair<string, CachedRow>>> _rows;
    private readonly Dictionary<string, CachedWrite> _writes = new(StringComparer.Ordinal);
    private readonly HashSet<string>? _looked;
    private readonly HashSet<string> _relied = new(StringComparer.Ordinal);
    private readonly List<LedgerEvent> _events = [];
    private IReadOnlyList<LedgerEvent> _before = [];
    private bool _nothingTaken = true;

    /// <param name="row">The row of a key; null where there is none.</param>
    /// <param name="rows">Every row.</param>
    /// <param name="isCommitted">Whether it is to be committed, so that it has to be known what was looked at: of thousands of rows that costs more than the look.</param>
    internal LedgerTransaction(Func<string, CachedRow?> row, Func<IEnumerable<KeyValuePair<string, CachedRow>>> rows, bool isCommitted = true)
    {
        _row = row;
        _rows = rows;
        _looked = isCommitted ? new HashSet<string>(StringComparer.Ordinal) : null;
    }

    /// <summary>A transaction that adds to this one; see <see cref="Take"/>.</summary>
    internal LedgerTransaction Next() => new(Row, Rows, _looked is not null) { _before = _events };

    internal IReadOnlyDictionary<string, CachedWrite> Writes => _writes;

    internal IReadOnlyList<LedgerEvent> Events => _events;

    /// <summary>
    /// Whether it must survive a power cut before it is answered. An outcome need not: without it the intent stands, and the audit finishes it.
    /// </summary>
    internal bool Durable { get; private set; } = true;

    /// <summary>Characters of JSON to be stored.</summary>
    internal int JsonLength => _writes.Values.Sum(write => write.Json?.Length ?? 0) + _events.Sum(happened => happened.Json.Length);

    /// <summary>The key of a row, or the host of an event, that no store could take; null where there is none.</summary>
    internal string? Oversized => _writes.Where(write => write.Value.Json?.Length > LedgerCommit.MaxJsonLength).Select(write => write.Key).FirstOrDefault()
        ?? _events.Find(happened => happened.Json.Length > LedgerCommit.MaxJsonLength)?.Host;

    /// <summary>Every key that was looked at, written or not; none where it is not to be committed.</summary>
    internal IReadOnlyCollection<string> Looked => _looked ?? (IReadOnlyCollection<string>)[];

    /// <summary>The rows that have to be as they were read although this transaction does not write them: see <see cref="Rely"/>.</summary>
    internal IReadOnlyCollection<string> Relied => _relied;

    /// <summary>The keys that begin so, of every row that can be read, written ones included.</summary>
    internal IEnumerable<string> ReadableKeys<T>(string prefix, RowType<T> type)
        where T : class => Rows().Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal) && row.Value.ReadableValue(type) is not null).Select(row => row.Key);

    /// <summary>The keys that begin so, each with the version in which its row is remembered; without what this transaction writes.</summary>
    internal IEnumerable<(string Key, string Version)> Versions(string prefix) =>
        _rows().Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(row => (row.Key, row.Value.Row.Version));

    /// <summary>Says that what is written is right only if this row is still as it is remembered; unless it is written too, it is read again first.</summary>
    internal void Rely(string key)
    {
        _relied.Add(key);
        _looked?.Add(key);
    }

    /// <summary>Says that the audit would find a loss of this transaction.</summary>
    internal void MayBeLost() => Durable = false;

    /// <summary>Says that Nova is told next on the strength of this transaction.</summary>
    internal void MustLast() => Durable = true;

    /// <summary>Takes over what a later transaction wants to be written.</summary>
    internal void Take(LedgerTransaction later)
    {
        Durable = _nothingTaken ? later.Durable : Durable || later.Durable;
        _nothingTaken = false;
        foreach (var (key, write) in later._writes)
            _writes[key] = write;
        _events.AddRange(later._events);
        _looked?.UnionWith(later.Looked);
        _relied.UnionWith(later._relied);
    }

    /// <summary>The row of this key; null where there is none.</summary>
    internal T? Read<T>(string key, RowType<T> type)
        where T : class
    {
        _looked?.Add(key);
        return Row(key)?.Value(type);
    }

    /// <summary>Whether there is a row of this key, whatever it holds.</summary>
    internal bool Has(string key)
    {
        _looked?.Add(key);
        return Row(key) is not null;
    }

    /// <summary>The row of this key; null where there is none, or it is not as NovaFence writes it.</summary>
    internal T? ReadIfReadable<T>(string key, RowType<T> type)
        where T : class
    {
        _looked?.Add(key);
        return Row(key)?.ReadableValue(type);
    }

    /// <summary>The same as it was before this transaction wrote it.</summary>
    internal T? StoredIfReadable<T>(string key, RowType<T> type)
        where T : class
    {
        _looked?.Add(key);
        return _row(key)?.ReadableValue(type);
    }

    /// <summary>The rows whose keys begin so. One that somebody has damaged is left out: whoever asks for it by its key hears of it, and the others go on.</summary>
    internal IEnumerable<T> ReadAll<T>(string prefix, RowType<T> type)
        where T : class
    {
        foreach (var (key, row) in Rows())
        {
            if (!key.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            _looked?.Add(key);
            if (row.ReadableValue(type) is { } value)
                yield return value;
        }
    }

    /// <summary>The keys of the rows that <see cref="ReadAll"/> leaves out.</summary>
    internal IEnumerable<string> Unreadable<T>(string prefix, RowType<T> type)
        where T : class => Rows().Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal) && row.Value.ReadableValue(type) is null).Select(row => row.Key);

    /// <summary>Writes a row, where it changes.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its content.</param>
    /// <param name="type">Its kind.</param>
    /// <param name="evenIfUnchanged">
    /// Whether it is written even where nothing changes: what is decided by it rests on its being so, the row in memory may be old, and the commit is then
    /// conditional on it.
    /// </param>
    internal void Write<T>(string key, T value, RowType<T> type, bool evenIfUnchanged = false)
        where T : class
    {
        _looked?.Add(key);
        var json = JsonSerializer.Serialize(value, type.Json);
        if (!evenIfUnchanged && string.Equals(json, Row(key)?.Row.Json, StringComparison.Ordinal))
            return;
        var summary = type.Summary(value);
        _writes[key] = new CachedWrite(json, value, summary.Length > RowWrite.MaxSummaryLength ? summary[..RowWrite.MaxSummaryLength] : summary);
    }

    /// <summary>Removes a row, where there is one.</summary>
    internal void Remove(string key)
    {
        _looked?.Add(key);
        if (Row(key) is not null)
            _writes[key] = new CachedWrite(null, null, "");
    }

    /// <summary>Events of one host are read back by their moments: of one commit each is later than the one before, by a tick where it has to be.</summary>
    internal void Append(LedgerEvent happened)
    {
        var last = _before.Concat(_events).LastOrDefault(other => other.Host == happened.Host);
        _events.Add(last is null || last.At < happened.At ? happened : happened with { At = last.At.AddTicks(1) });
    }

    /// <summary>The moment of the last event of this host that this transaction appends; null where it appends none.</summary>
    internal DateTimeOffset? LastEventOf(string host) => _events.FindLast(one => one.Host == host)?.At;

    private CachedRow? Row(string key) => _writes.TryGetValue(key, out var write) ? Written(key, write) : _row(key);

    private IEnumerable<KeyValuePair<string, CachedRow>> Rows() => _writes.Count == 0 ? _rows() : _rows()
        .Where(row => !_writes.ContainsKey(row.Key))
        .Concat(_writes.Where(write => write.Value.Json is not null).Select(write => KeyValuePair.Create(write.Key, Written(write.Key, write.Value)!)));

    private static CachedRow? Written(string key, CachedWrite write) => write.Json is { } json ? new CachedRow(new LedgerRow(key, json, ""), write.Value) : null;

    /// <summary>What is to be written: JSON and the value it was made of; neither where the row is removed.</summary>
    internal sealed record CachedWrite(string? Json, object? Value, string Summary);
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Sqlite;

/// <summary>A connection that reads. It sees what was committed before it began to, and waits for no writer.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const string RowsOf = "SELECT key, json, version FROM rows WHERE partition = $0";

    private readonly SqliteConnection _connection;
    private readonly string _partition;
    private readonly string? _ledgerId;
    private readonly SqliteStatement? _meta;
    private readonly SqliteStatement _one;
    private readonly SqliteStatement _all;
    private readonly SqliteStatement _events;
    // What the last reading of every row came to, in the order of the keys.
    private IReadOnlyList<Known> _known = [];

    public SqliteReader(SqliteFile file, OpenLedger opened)
    {
        _connection = file.Open();
        _partition = opened.Partition;
        _ledgerId = opened.Id;
        // What only the first edition has written has no such table.
        _meta = _ledgerId is null ? null : new SqliteStatement(_connection, SqliteSchema.Meta, 0);
        _one = new SqliteStatement(_connection, RowsOf + " AND key = $1", 2);
        _all = new SqliteStatement(_connection, RowsOf + " ORDER BY key", 1);
        _events = new SqliteStatement(
            _connection,
            "SELECT at, id, json FROM events WHERE partition = $0 AND host = $1 ORDER BY at DESC LIMIT $2",
            3);
    }

    /// <summary>Every row. The text of one that is in the version in which it was read last is not fetched again: of a large ledger a few rows change between two readings.</summary>
    public IReadOnlyList<LedgerRow> All()
    {
        Enforce();
        var (known, at) = (_known, 0);
        var all = _all.Read(
            row =>
            {
                var (key, version) = (Text(row, 0), Version(row));
                while (at < known.Count && string.CompareOrdinal(known[at].Key, key) < 0)
                    at++;
                return at < known.Count && known[at].Version == version && known[at].Key == key ? known[at] : new Known(key, version, Row(row));
            },
            _partition);
        _known = all;
        return all.ConvertAll(row => row.Row);
    }

    public IReadOnlyList<LedgerRow> These(IEnumerable<string> keys)
    {
        Enforce();
        return [.. keys.Distinct(StringComparer.Ordinal).SelectMany(key => _one.Read(Row, _partition, KeyText.Encode(key)))];
    }

    public IReadOnlyList<LedgerEvent> Events(string host, int limit)
    {
        Enforce();
        return _events.Read(
            row => new LedgerEvent(
                host,
                Moment(Number(row, 0)),
                KeyText.DecodeOrKeep(Text(row, 1)),
                Text(row, 2)),
            _partition,
            KeyText.Encode(host),
            (long)limit);
    }

    public void Dispose()
    {
        _meta?.Dispose();
        _one.Dispose();
        _all.Dispose();
        _events.Dispose();
        _connection.Dispose();
    }

    /// <summary>Whether the file is still the one that was opened: somebody may have written over it.</summary>
    private void Enforce()
    {
        if (_meta is not null)
            LedgerId.Enforce(_ledgerId, _meta.Read(SqliteSchema.MetaOf)[0].LedgerId);
    }

    private static DateTimeOffset Moment(long ticks) => new(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    private static LedgerRow Row(SqliteDataReader row) => new(
        KeyText.DecodeOrKeep(Text(row, 0)),
        Text(row, 1),
        Version(row).ToString(CultureInfo.InvariantCulture));

    private static long Version(SqliteDataReader row) => Number(row, 2);

    /// <summary>Empty where it is no text: the row is damaged, and the others are not.</summary>
    private static string Text(SqliteDataReader row, int column) => row.GetValue(column) as string ?? "";

    private static long Number(SqliteDataReader row, int column) => row.GetValue(column) as long? ?? 0;

    /// <summary>A row with its key and version as they are in the file.</summary>
    private sealed record Known(string Key, long Version, LedgerRow Row);
}

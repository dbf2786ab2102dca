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
    private readonly SqliteStatement _one;
    private readonly SqliteStatement _all;
    private readonly SqliteStatement _events;
    // What the last reading of every row came to, in the order of the keys.
    private IReadOnlyList<Known> _known = [];

    public SqliteReader(SqliteFile file, string partition)
    {
        _connection = file.Open();
        _partition = partition;
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
        var (known, at) = (_known, 0);
        var all = _all.Read(
            row =>
            {
                var (key, version) = (row.GetString(0), row.GetInt64(2));
                while (at < known.Count && string.CompareOrdinal(known[at].Key, key) < 0)
                    at++;
                return at < known.Count && known[at].Version == version && known[at].Key == key ? known[at] : new Known(key, version, Row(row));
            },
            _partition);
        _known = all;
        return all.ConvertAll(row => row.Row);
    }

    public IReadOnlyList<LedgerRow> These(IEnumerable<string> keys) =>
        [.. keys.Distinct(StringComparer.Ordinal).SelectMany(key => _one.Read(Row, _partition, KeyText.Encode(key)))];

    public IReadOnlyList<LedgerEvent> Events(string host, int limit) =>
        _events.Read(
            row => new LedgerEvent(
                host,
                Moment(row.GetInt64(0)),
                KeyText.Decode(row.GetString(1)),
                row.GetString(2)),
            _partition,
            KeyText.Encode(host),
            (long)limit);

    public void Dispose()
    {
        _one.Dispose();
        _all.Dispose();
        _events.Dispose();
        _connection.Dispose();
    }

    private static DateTimeOffset Moment(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new FormatException("an event's moment is none.");

    private static LedgerRow Row(SqliteDataReader row) => new(
        KeyText.Decode(row.GetString(0)),
        row.GetString(1),
        row.GetInt64(2).ToString(CultureInfo.InvariantCulture));

    /// <summary>A row with its key and version as they are in the file.</summary>
    private sealed record Known(string Key, long Version, LedgerRow Row);
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using NovaFence.Core.Ledger;
using SQLitePCL;

namespace NovaFence.Ledger.Sqlite;

/// <summary>The connection that writes.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// From host to host along the primary key's index, and in each to its old events: no second index, which every commit would have to pay
    /// for, and no walk through all that are to stay.
    /// </summary>
    private const string Remove =
        """
        WITH RECURSIVE hosts (host) AS (
            SELECT min(host) FROM events WHERE partition = $0
            UNION ALL
            SELECT (SELECT min(host) FROM events WHERE partition = $0 AND host > hosts.host) FROM hosts WHERE hosts.host IS NOT NULL
        )
        DELETE FROM events WHERE rowid IN (
            SELECT old.rowid FROM hosts CROSS JOIN events old
            WHERE old.partition = $0 AND old.host = hosts.host AND old.at < $1
            LIMIT $2
        )
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteFile _file;
    private readonly SqliteIndex _index;
    private readonly string _partition;
    private readonly TimeProvider _time;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _append;
    private readonly SqliteStatement _remove;
    private readonly SqliteStatement _meta;
    private readonly string? _ledgerId;
    private bool? _durable;
    // The write-ahead log that is open here; null before the first commit.
    private FileIdentity? _log;

    public SqliteWriter(SqliteFile file, SqliteIndex index, OpenLedger opened, TimeProvider time)
    {
        _file = file;
        _index = index;
        _connection = file.Open();
        // What is written on top of a log that others have still to save would be of no use to anybody.
        if (Checkpoint("PRAGMA wal_checkpoint(PASSIVE)") == Saved.Elsewhere)
        {
            _connection.Dispose();
            throw new UnfitStoreException("has lost its write-ahead log, which somebody deleted, and the process that has it has not saved it yet.");
        }

        _partition = opened.Partition;
        _ledgerId = opened.Id;
        _time = time;
        _insert = new SqliteStatement(
            _connection,
            "INSERT INTO rows (partition, key, json, summary, version) VALUES ($0, $1, $2, $3, $4) ON CONFLICT DO NOTHING",
            5);
        _update = new SqliteStatement(
            _connection,
            "UPDATE rows SET json = $2, summary = $3, version = $4 WHERE partition = $0 AND key = $1 AND version = $5",
            6);
        _delete = new SqliteStatement(_connection, "DELETE FROM rows WHERE partition = $0 AND key = $1 AND version = $2", 3);
        _append = new SqliteStatement(
            _connection,
            "INSERT INTO events (partition, host, at, id, json) VALUES ($0, $1, $2, $3, $4) ON CONFLICT DO NOTHING",
            5);
        _remove = new SqliteStatement(_connection, Remove, 3);
        _meta = new SqliteStatement(_connection, SqliteSchema.Meta, 0);
    }

    /// <summary>Brings all that the write-ahead log has into the file.</summary>
    /// <exception cref="UnfitStoreException">Another process reads the file just now, or has written to a new log before this one was saved.</exception>
    public void SaveLog()
    {
        switch (Checkpoint("PRAGMA wal_checkpoint(TRUNCATE)"))
        {
            case Saved.Busy:
                throw new UnfitStoreException("has lost its write-ahead log, which somebody deleted; it is saved as soon as no other process reads the file.");
            // Whoever has begun a new one has saved this one before, which empties it: nothing is lost with it.
            case Saved.Elsewhere when _log is { } log && FileIdentity.LengthOfOpen(log) is > 0:
                throw new UnfitStoreException("has lost its write-ahead log, which somebody deleted, and another process has written to a new one before it was saved: stop the other process.");
        }
    }

    private enum Saved
    {
        Here,

        /// <summary>Another process reads or writes just now.</summary>
        Busy,

        /// <summary>The index, which all processes share, speaks of what the log that is open here does not have: it is not the one that others write to.</summary>
        Elsewhere,
    }

    private Saved Checkpoint(string sql)
    {
        try
        {
            using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
            command.CommandText = sql;
#pragma warning restore CA2100
            using var answer = command.ExecuteReader();
            return answer.Read() && answer.GetInt32(0) != 0 ? Saved.Busy : Saved.Here;
        }
        catch (SqliteException beyond) when (beyond.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHORT_READ)
        {
            return Saved.Elsewhere;
        }
    }

    /// <summary>All of it or nothing. After an exception the connection must be thrown away, and with it what was half done.</summary>
    public async ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        Sync(commit.Durable);
        await BeginAsync(cancellationToken);

        // One for the whole commit, and from so many that a row which is deleted and made again never gets an old one.
        var version = Random.Shared.NextInt64(long.MaxValue);
        foreach (var write in commit.Writes)
        {
            if (!Write(write, version))
                return Undo();
        }

        foreach (var entry in commit.Events)
        {
            if (!Append(entry))
                return Undo();
        }

        Execute("COMMIT");
        return new CommitResult.Committed(Versions(commit, version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>How many events it removed.</summary>
    public async ValueTask<int> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        // What a power cut brings back is removed next time.
        Sync(durable: false);
        await BeginAsync(cancellationToken);
        var removed = _remove.Writes(_partition, before.UtcTicks, (long)limit);
        Execute("COMMIT");
        return removed;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _delete.Dispose();
        _append.Dispose();
        _remove.Dispose();
        _meta.Dispose();
        _connection.Dispose();
    }

    private static Dictionary<string, string> Versions(LedgerCommit commit, string version) =>
        commit.Writes.Where(write => write.Json is not null).ToDictionary(write => write.Key, _ => version, StringComparer.Ordinal);

    private bool Write(RowWrite write, long version)
    {
        var key = KeyText.Encode(write.Key);
        if (write.ExpectedVersion is null)
            return _insert.WritesOne(_partition, key, write.Json!, Summaries.Clean(write.Summary), version);
        // Not a version of this store, so no row has it.
        if (!long.TryParse(write.ExpectedVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var expected))
            return false;
        return write.Json is null
            ? _delete.WritesOne(_partition, key, expected)
            : _update.WritesOne(_partition, key, write.Json, Summaries.Clean(write.Summary), version, expected);
    }

    private bool Append(LedgerEvent entry) =>
        _append.WritesOne(_partition, KeyText.Encode(entry.Host), entry.At.UtcTicks, KeyText.Encode(entry.Id), entry.Json);

    private CommitResult.Conflict Undo()
    {
        Execute("ROLLBACK");
        return new CommitResult.Conflict();
    }

    /// <summary>
    /// FULL waits until the disk has the commit, NORMAL until the operating system has: what the next FULL one, or the next checkpoint,
    /// takes along (https://sqlite.org/pragma.html#pragma_synchronous).
    /// </summary>
    private void Sync(bool durable)
    {
        if (_durable == durable)
            return;
        Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        _durable = durable;
    }

    /// <summary>
    /// Takes the right to write, which another process may hold for a while: waits without a thread, until the deadline. Once it has it,
    /// nothing in the commit waits any more.
    /// </summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            var code = raw.sqlite3_exec(_connection.Handle!, "BEGIN IMMEDIATE");
            if (code == raw.SQLITE_OK)
            {
                Enforce();
                return;
            }

            if ((code & 0xFF) != raw.SQLITE_BUSY)
                SqliteException.ThrowExceptionForRC(code, _connection.Handle);
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    /// <summary>
    /// A later edition may have taken the file over since it was opened, another process may have begun a new log in the place of a deleted one, and somebody may have put another ledger
    /// there; in a transaction, so that none of it happens meanwhile.
    /// </summary>
    private void Enforce()
    {
        if (_index.IsLostInUse)
        {
            Execute("ROLLBACK");
            throw new UnfitStoreException("has lost its file -shm, which somebody deleted while another process has it open: restart every NovaFence that uses it.") { IsLostIndex = true };
        }

        var log = _file.LogIdentity;
        _log ??= log;
        if (log != _log)
        {
            Execute("ROLLBACK");
            throw new UnfitStoreException("has lost its write-ahead log, which somebody deleted.") { IsLostLog = true };
        }

        var (from, ledgerId) = _meta.Read(SqliteSchema.MetaOf)[0];
        new SchemaNumbers((int)from, (int)from).Enforce();
        LedgerId.Enforce(_ledgerId, ledgerId);
    }

    private void Execute(string sql) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_connection.Handle!, sql), _connection.Handle);
}

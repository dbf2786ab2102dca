using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NovaFence.Ledger.Sqlite;

/// <summary>The file's tables, and how a file is told from any other database.</summary>
internal static class SqliteSchema
{
    // "NovF": https://sqlite.org/pragma.html#pragma_application_id
    private const long ApplicationId = 0x4E6F7646;
    private const long Version = 1;

    private const string Create =
        """
        CREATE TABLE rows (
            partition TEXT NOT NULL,
            key TEXT NOT NULL,
            json TEXT NOT NULL,
            summary TEXT NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (partition, key)
        ) STRICT;
        CREATE TABLE events (
            partition TEXT NOT NULL,
            host TEXT NOT NULL,
            at INTEGER NOT NULL, -- ticks of 100 ns since year 1, UTC
            id TEXT NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (partition, host, at, id)
        ) STRICT;
        """;

    /// <summary>Puts the tables into an empty file; leaves a ledger as it is.</summary>
    /// <exception cref="UnfitFileException">The file holds something else.</exception>
    public static void Ensure(SqliteConnection connection)
    {
        UseWriteAheadLog(connection);
        if (IsLedger(connection))
            return;

        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been first while this one waited.
        if (!IsLedger(connection))
        {
            Execute(connection, Create);
            Execute(connection, FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
        }

        transaction.Commit();
    }

    private static void UseWriteAheadLog(SqliteConnection connection)
    {
        // Asking first: changing it, even to what it is, needs the file for itself.
        if (Text(connection, "PRAGMA journal_mode") != "wal" && Text(connection, "PRAGMA journal_mode = WAL") != "wal")
        {
            throw new UnfitFileException(
                "is on a file system without shared memory, which SQLite's write-ahead log needs: use a local disk.");
        }
    }

    private static bool IsLedger(SqliteConnection connection)
    {
        var id = Number(connection, "PRAGMA application_id");
        var version = Number(connection, "PRAGMA user_version");
        if (id == ApplicationId && version == Version)
            return true;
        if (id == ApplicationId)
            throw new UnfitFileException($"was written by another version of NovaFence (schema {version}, here {Version}).");
        if (id != 0 || version != 0 || Number(connection, "SELECT count(*) FROM sqlite_schema") != 0)
            throw new UnfitFileException("is a SQLite database of something else.");
        return false;
    }

    private static long Number(SqliteConnection connection, string sql) =>
        Convert.ToInt64(Scalar(connection, sql), CultureInfo.InvariantCulture);

    private static string? Text(SqliteConnection connection, string sql) => Scalar(connection, sql) as string;

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);
}

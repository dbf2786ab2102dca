using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NovaFence.Ledger.Sqlite;

/// <summary>The file's tables, how a file is told from any other database, and how one of the first edition is carried over.</summary>
/// <remarks>
/// The two numbers of <see cref="SchemaNumbers"/> stand in <c>PRAGMA user_version</c> (written) and in the table <c>meta</c> (readable from),
/// which the first edition did not have; there too stands the number of <see cref="LedgerId"/>.
/// </remarks>
internal static class SqliteSchema
{
    // "NovF": https://sqlite.org/pragma.html#pragma_application_id
    private const long ApplicationId = 0x4E6F7646;

    private const string CreateRows =
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

    private const string CreateMeta = "CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT;";

    /// <summary>What <c>meta</c> says: the first is the oldest edition that may read the file, the second is which ledger it is.</summary>
    public const string Meta = "SELECT coalesce(max(iif(name = 'readable_from', value, NULL)), 0), max(iif(name = 'ledger_id', value, NULL)) FROM meta";

    /// <summary>Puts the tables into an empty file and carries one of the first edition over; says what it found and did.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="settings">The file stays as it is where only reading is wanted.</param>
    /// <param name="make">Whether an empty file is to become a ledger.</param>
    /// <exception cref="UnfitStoreException">The file holds something else, or a form that this edition cannot read.</exception>
    public static FoundSchema Ensure(SqliteConnection connection, StoreSettings settings, bool make)
    {
        if (!settings.IsReadOnly)
            UseWriteAheadLog(connection);
        var found = Read(connection);
        if (found is null && !make)
            throw new UnfitStoreException("was not set up as a ledger: it has no such tables.");
        if (found is not null && settings.IsReadOnly)
            return found;
        if (found is { Numbers.Written: > SchemaNumbers.FirstEdition })
            return found.Id is null ? found with { Id = TryGiveId(connection) } : found;

        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been first while this one waited.
        found = Read(connection);
        var isFirstEdition = found is { Numbers.Written: SchemaNumbers.FirstEdition };
        if (found is null)
            Execute(connection, CreateRows);
        if (isFirstEdition)
            CarryOver(connection, settings.Time.GetUtcNow());
        if (found is null || isFirstEdition)
        {
            Execute(connection, CreateMeta);
            Execute(connection, FormattableString.Invariant(
                $"INSERT INTO meta (name, value) VALUES ('readable_from', {SchemaNumbers.Current.ReadableFrom});"));
            Execute(connection, FormattableString.Invariant(
                $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {SchemaNumbers.Current.Written};"));
            found = new FoundSchema(SchemaNumbers.Current, GiveId(connection)) { CarriedOver = isFirstEdition };
        }

        transaction.Commit();
        return found;
    }

    /// <summary>Gives a ledger its number that an earlier version made without one; of several processes one is first. Null where it cannot be written now: whoever may only read it now goes on without.</summary>
    private static string? TryGiveId(SqliteConnection connection)
    {
        try
        {
            return GiveId(connection);
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private static string GiveId(SqliteConnection connection)
    {
        Execute(connection, FormattableString.Invariant($"INSERT INTO meta (name, value) VALUES ('ledger_id', {LedgerId.Draw()}) ON CONFLICT DO NOTHING;"));
        return LedgerId.Text(Number(connection, "SELECT value FROM meta WHERE name = 'ledger_id'"));
    }

    /// <summary>The partitions that hold rows, in order, at most <see cref="Partitions.MaxListed"/>.</summary>
    public static List<string> PartitionsOf(SqliteConnection connection)
    {
        // From one to the next along the primary key's index: no walk through all the rows.
        using var next = new SqliteStatement(connection, "SELECT partition FROM rows WHERE partition > $0 ORDER BY partition LIMIT 1", 1);
        List<string> partitions = [];
        while (partitions.Count < Partitions.MaxListed && next.Read(row => row.GetString(0), partitions is [.., var last] ? last : "") is [var found])
            partitions.Add(found);
        return partitions;
    }

    /// <summary>Whether a partition holds rows.</summary>
    public static bool HasRows(SqliteConnection connection, string partition)
    {
        using var any = new SqliteStatement(connection, "SELECT 1 FROM rows WHERE partition = $0 LIMIT 1", 1);
        return any.Read(_ => true, partition) is [_];
    }

    /// <summary>Keeps the first edition from acting in any partition, and gives this edition its own copies of those two rows.</summary>
    private static void CarryOver(SqliteConnection connection, DateTimeOffset now)
    {
        using var all = new SqliteStatement(connection, "SELECT DISTINCT partition FROM rows", 0);
        using var read = new SqliteStatement(connection, "SELECT json, summary FROM rows WHERE partition = $0 AND key = $1", 2);
        using var write = new SqliteStatement(
            connection, "INSERT OR REPLACE INTO rows (partition, key, json, summary, version) VALUES ($0, $1, $2, $3, $4)", 5);
        foreach (var partition in all.Read(row => row.GetString(0)))
        {
            var budget = Find(FirstEdition.Budget);
            var pauses = Find(FirstEdition.Pauses);
            if (budget is { } places)
                Put(FirstEdition.NewBudget, places.Json, places.Summary);
            if (pauses is { } held)
                Put(FirstEdition.NewPauses, held.Json, held.Summary);
            Put(FirstEdition.Budget, FirstEdition.PausedBudget(budget?.Json), FirstEdition.Reason);
            Put(FirstEdition.Pauses, FirstEdition.PausedPauses(pauses?.Json, now), FirstEdition.Reason);

            (string Json, string Summary)? Find(string key) =>
                read.Read(row => (row.GetString(0), row.GetString(1)), partition, key) is [var row] ? row : null;
            void Put(string key, string json, string summary) =>
                write.WritesOne(partition, key, json, summary, Random.Shared.NextInt64(long.MaxValue));
        }
    }

    private static void UseWriteAheadLog(SqliteConnection connection)
    {
        // Asking first: changing it, even to what it is, needs the file for itself.
        if (Text(connection, "PRAGMA journal_mode") != "wal" && Text(connection, "PRAGMA journal_mode = WAL") != "wal")
        {
            throw new UnfitStoreException(
                "is on a file system without shared memory, which SQLite's write-ahead log needs: use a local disk.");
        }
    }

    /// <summary>Null for a file that is empty.</summary>
    private static FoundSchema? Read(SqliteConnection connection)
    {
        var id = Number(connection, "PRAGMA application_id");
        var version = Number(connection, "PRAGMA user_version");
        if (id == 0 && version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0)
            return null;
        if (id != ApplicationId || version < SchemaNumbers.FirstEdition)
            throw new UnfitStoreException("is a SQLite database of something else.");

        var hasMeta = Number(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'meta'") != 0;
        var (readableFrom, ledgerId) = (0L, (string?)null);
        if (hasMeta)
        {
            using var meta = new SqliteStatement(connection, Meta, 0);
            (readableFrom, ledgerId) = meta.Read(MetaOf)[0];
        }

        // What says nothing of its readers is for its own edition.
        var numbers = new SchemaNumbers((int)version, readableFrom == 0 ? (int)version : (int)readableFrom);
        numbers.Enforce();
        return new FoundSchema(numbers, ledgerId);
    }

    /// <summary>What a row of <see cref="Meta"/> says.</summary>
    public static (long ReadableFrom, string? LedgerId) MetaOf(SqliteDataReader row) =>
        (row.GetInt64(0), row.IsDBNull(1) ? null : LedgerId.Text(row.GetInt64(1)));

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

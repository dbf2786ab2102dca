using System.Globalization;
using Microsoft.Data.Sqlite;
using NovaFence.Ledger.Sqlite;

namespace NovaFence.Ledger.Tests.Contract;

internal sealed class SqliteTestStore : ITestStore
{
    // What the first edition made of an empty file.
    private const string CreateFirstEdition =
        """
        PRAGMA journal_mode = WAL;
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
            at INTEGER NOT NULL,
            id TEXT NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (partition, host, at, id)
        ) STRICT;
        PRAGMA application_id = 0x4E6F7646;
        PRAGMA user_version = 1;
        """;

    private readonly List<SqliteLedger> _open = [];

    public TempFolder Folder { get; } = new();

    public string Path => System.IO.Path.Combine(Folder.Path, "ledger.db");

    public ILedgerStore Open(string? partition = "RegionOne", LedgerAccess access = LedgerAccess.ReadAndWrite) =>
        Open(new StoreSettings(partition, access, TimeSpan.FromSeconds(60), TimeProvider.System));

    public SqliteLedger Open(string? partition, TimeSpan timeout, TimeProvider? time = null) =>
        Open(new StoreSettings(partition, LedgerAccess.ReadAndWrite, timeout, time ?? TimeProvider.System));

    public SqliteLedger Open(StoreSettings settings)
    {
        var ledger = new SqliteLedger(Path, settings);
        _open.Add(ledger);
        return ledger;
    }

    public Task WriteFirstEditionAsync(string partition, IReadOnlyDictionary<string, string> rows)
    {
        using var file = Connect();
        if (Number(file, "PRAGMA user_version") == 0)
            Run(file, CreateFirstEdition);
        foreach (var (key, json) in rows)
        {
            Run(
                file,
                "INSERT INTO rows (partition, key, json, summary, version) VALUES ($partition, $key, $json, 'old', 1)",
                ("$partition", KeyText.Encode(partition)),
                ("$key", KeyText.Encode(key)),
                ("$json", json));
        }

        return Task.CompletedTask;
    }

    public Task WriteNumbersAsync(string partition, int written, int readableFrom)
    {
        using var file = Connect();
        Run(file, FormattableString.Invariant($"PRAGMA user_version = {written}; UPDATE meta SET value = {readableFrom} WHERE name = 'readable_from'"));
        return Task.CompletedTask;
    }

    public Task<(int Written, int ReadableFrom)> ReadNumbersAsync(string partition)
    {
        using var file = Connect();
        return Task.FromResult((Number(file, "PRAGMA user_version"), Number(file, "SELECT value FROM meta WHERE name = 'readable_from'")));
    }

    public Task DamageAsync(string partition, Damaged what, Damage how)
    {
        using var file = Connect();
        var table = what.IsEvent ? "events" : "rows";
        // SQLite lets nobody write such a row: the table has to be made anew without its types. A disk asks for no leave.
        Run(file, $"CREATE TABLE loose AS SELECT * FROM {table}; DROP TABLE {table}; ALTER TABLE loose RENAME TO {table}; CREATE UNIQUE INDEX IF NOT EXISTS rows_key ON rows (partition, key)");
        var set = how switch
        {
            Damage.NoJson => "json = NULL",
            Damage.Bytes => "json = x'00ff'",
            // What is a number becomes text in a column that is called TEXT.
            Damage.Number => "json = zeroblob(8)",
            _ => what.IsEvent ? "id = NULL" : "json = CAST(x'7bff' AS TEXT)",
        };
        // Whoever has it open reads anew what is in another version.
        if (!what.IsEvent)
            set += ", version = version / 2";
        Run(file, $"UPDATE {table} SET {set} WHERE partition = $partition AND {(what.IsEvent ? "host" : "key")} = $key", ("$partition", KeyText.Encode(partition)), ("$key", KeyText.Encode(what.Key)));
        return Task.CompletedTask;
    }

    public Task<bool> ForgetIdAsync(string partition)
    {
        using var file = Connect();
        return Task.FromResult(Run(file, "DELETE FROM meta WHERE name = 'ledger_id'") == 1);
    }

    public Task RemoveAsync()
    {
        foreach (var beside in (string[])["", "-wal", "-shm"])
            File.Delete(Path + beside);
        return Task.CompletedTask;
    }

    /// <summary>A connection that shares nothing with the ledger's: to SQLite's locks it is another process.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static int Number(SqliteConnection file, string sql)
    {
        using var command = Command(file, sql);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static int Run(SqliteConnection file, string sql, params ReadOnlySpan<(string Name, string Value)> values)
    {
        using var command = Command(file, sql);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection file, string sql)
    {
        var command = file.CreateCommand();
#pragma warning disable CA2100 // Constants and numbers of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    public ValueTask DisposeAsync()
    {
        _open.ForEach(ledger => ledger.Dispose());
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

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

    private static void Run(SqliteConnection file, string sql, params ReadOnlySpan<(string Name, string Value)> values)
    {
        using var command = Command(file, sql);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
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

using Microsoft.Data.Sqlite;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>A SQLite file in a folder that goes away with the test.</summary>
internal sealed class SqlitePlace : ILedgerPlace
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("novafence-e2e-");
    private SqliteConnection? _lock;

    private string File => Path.Combine(_folder.FullName, "ledger.db");

    public IEnumerable<KeyValuePair<string, string?>> Settings => [KeyValuePair.Create<string, string?>("NovaFence:Ledger:Sqlite:Path", File)];

    /// <summary>Another process writes, and does not come to an end.</summary>
    public async Task TakeAwayAsync()
    {
        _lock = Open();
        await ExecuteAsync("BEGIN IMMEDIATE");
    }

    public async Task BringBackAsync()
    {
        await ExecuteAsync("ROLLBACK");
        await _lock!.DisposeAsync();
        _lock = null;
    }

    public async Task<string> ReadWholeAsync()
    {
        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT key || ' ' || summary || ' ' || json FROM rows UNION ALL SELECT host || ' ' || json FROM events";
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lock is not null)
            await _lock.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _lock!.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

namespace NovaFence.Ledger.Sqlite;

/// <summary><c>NovaFence:Ledger:Sqlite</c>.</summary>
public sealed class SqliteOptions
{
    /// <summary>
    /// The file; it and its folder are made where missing, readable by their owner alone. A relative path starts at the current folder.
    /// It must be on a local disk: SQLite's write-ahead log shares memory between processes and does not work over a network
    /// (https://sqlite.org/wal.html). Server and CLI may use the file at the same time.
    /// </summary>
    public string? Path { get; set; }
}

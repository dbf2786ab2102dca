using Microsoft.Data.Sqlite;

namespace NovaFence.Ledger.Sqlite;

/// <summary>Sentences for what a file can do wrong (https://sqlite.org/rescode.html).</summary>
internal static class SqliteFault
{
    /// <summary>The sentence; null for what is not the file's fault.</summary>
    public static string? Explain(Exception fault, string path) => fault switch
    {
        SqliteException sqlite => $"The ledger's file {path} {Sentence(sqlite, path)}",
        OperationCanceledException => $"The ledger's file {path} did not answer in time.",
        FormatException damaged => $"The ledger's file {path} holds something else: {damaged.Message}",
        UnauthorizedAccessException => $"The ledger's file {path} cannot be made: access is denied.",
        IOException => $"The ledger's file {path} cannot be made: it is a folder itself, or its folder is not there, is not a folder or cannot be written.",
        _ => null,
    };

    private static string Sentence(SqliteException fault, string path) => fault.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_ERROR => "was not set up as a ledger: it has no such tables.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "is locked by another process.",
        SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_AUTH => "cannot be written: access is denied, or its file system is read-only.",
        // SQLite says the same where it is the log, or its index, that cannot be opened.
        SQLitePCL.raw.SQLITE_CANTOPEN when File.Exists(path) => "is there and cannot be opened: this user has to be able to read and write it and its folder, and their file system must not be read-only.",
        SQLitePCL.raw.SQLITE_CANTOPEN => "is not there, or this user may not look into its folder.",
        SQLitePCL.raw.SQLITE_FULL => "cannot be written: the disk is full.",
        SQLitePCL.raw.SQLITE_IOERR => Because("cannot be read or written: the disk reports an error", fault),
        SQLitePCL.raw.SQLITE_CORRUPT => "is damaged: stop every NovaFence that uses it, and restore a copy of it (docs/restore.md).",
        SQLitePCL.raw.SQLITE_NOTADB => "is not a SQLite database.",
        _ => Because("cannot be used", fault),
    };

    private static string Because(string sentence, SqliteException fault) =>
        FormattableString.Invariant($"{sentence} (SQLite's code {fault.SqliteExtendedErrorCode}).");
}

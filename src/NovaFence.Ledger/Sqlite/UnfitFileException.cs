namespace NovaFence.Ledger.Sqlite;

/// <summary>A file that no ledger can be kept in. The message goes on from the file's path: "is …".</summary>
internal sealed class UnfitFileException(string message) : Exception(message);

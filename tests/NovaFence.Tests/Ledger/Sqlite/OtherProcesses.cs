using Microsoft.Data.Sqlite;

namespace NovaFence.Ledger.Tests.Sqlite;

/// <summary>What another process does to the file, by a connection that shares nothing with the ledger's.</summary>
internal static class OtherProcesses
{
    /// <summary>Carries out these statements.</summary>
    internal static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

using Microsoft.Data.Sqlite;

namespace NovaFence.Ledger.Sqlite;

/// <summary>A statement that is compiled once and run often: parameters are <c>$0</c>, <c>$1</c> …, given in this order.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand _command;

    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this folder; all values are parameters.
        _command.CommandText = sql;
#pragma warning restore CA2100
        for (var at = 0; at < parameters; at++)
            _command.Parameters.Add(new SqliteParameter(FormattableString.Invariant($"${at}"), null));
    }

    /// <summary>Whether exactly one row was written.</summary>
    public bool WritesOne(params ReadOnlySpan<object> values) => Writes(values) == 1;

    /// <summary>How many rows were written.</summary>
    public int Writes(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    public List<T> Read<T>(Func<SqliteDataReader, T> row, params ReadOnlySpan<object> values)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var at = 0; at < values.Length; at++)
            _command.Parameters[at].Value = values[at];
    }
}

using System.Text.Json;

namespace NovaFence.Core.Ledger;

/// <summary>A row in memory. It is parsed once, at its first use, and not at every look.</summary>
internal sealed class CachedRow(LedgerRow row, object? value = null)
{
    private object? _value = value;

    internal LedgerRow Row => row;

    internal T Value<T>(RowType<T> type)
        where T : class
    {
        if (Volatile.Read(ref _value) is T known)
            return known;
        // Two callers at once parse it twice, and either result will do: rows are immutable.
        var parsed = JsonSerializer.Deserialize(row.Json, type.Json) ?? throw new JsonException();
        Volatile.Write(ref _value, parsed);
        return parsed;
    }

    /// <summary>The same; null where it is not as NovaFence writes it.</summary>
    internal T? ReadableValue<T>(RowType<T> type)
        where T : class
    {
        try
        {
            return Value(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

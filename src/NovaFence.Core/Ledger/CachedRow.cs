using System.Text.Json;

namespace NovaFence.Core.Ledger;

/// <summary>A row in memory. It is parsed once, at its first use, and not at every look.</summary>
internal sealed class CachedRow(LedgerRow row, object? value = null)
{
    /// <summary>Stands for the value of a row that cannot be read: where somebody has damaged thousands, each audit would find that out of each of them many times.</summary>
    private static readonly object Unreadable = new();

    private object? _value = value;

    internal LedgerRow Row => row;

    internal T Value<T>(RowType<T> type)
        where T : class => ReadableValue(type) ?? throw new JsonException();

    /// <summary>The same; null where it is not as NovaFence writes it.</summary>
    internal T? ReadableValue<T>(RowType<T> type)
        where T : class
    {
        var known = Volatile.Read(ref _value);
        if (known is T parsed || known == Unreadable)
            return known as T;
        try
        {
            // Two callers at once parse it twice, and either result will do: rows are immutable.
            parsed = type.Read(row);
        }
        catch (JsonException)
        {
            Volatile.Write(ref _value, Unreadable);
            return null;
        }

        Volatile.Write(ref _value, parsed);
        return parsed;
    }
}

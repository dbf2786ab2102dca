using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NovaFence.Core.Ledger;

/// <summary>One kind of row: how it is written as JSON, and what a person who looks at the table sees of it.</summary>
/// <param name="Json">Its JSON.</param>
/// <param name="Summary">A few words, cut at <see cref="RowWrite.MaxSummaryLength"/> characters; nothing reads them.</param>
internal sealed record RowType<T>(JsonTypeInfo<T> Json, Func<T, string> Summary)
    where T : class
{
    /// <summary>
    /// Whether a row of this content may stand under this key; null where the content does not say. One that stands under another host's key was copied there by hand: whoever acted on it would act on
    /// another host than the one that he asked for.
    /// </summary>
    internal Func<T, string, bool>? IsOf { get; init; }

    /// <summary>What the row holds.</summary>
    /// <exception cref="JsonException">It is not as NovaFence writes it.</exception>
    internal T Read(LedgerRow row)
    {
        var value = JsonSerializer.Deserialize(row.Json, Json) ?? throw new JsonException();
        return IsOf?.Invoke(value, row.Key) == false ? throw new JsonException() : value;
    }
}

using System.Text.Json.Serialization.Metadata;

namespace NovaFence.Core.Ledger;

/// <summary>One kind of row: how it is written as JSON, and what a person who looks at the table sees of it.</summary>
/// <param name="Json">Its JSON.</param>
/// <param name="Summary">A few words, cut at <see cref="RowWrite.MaxSummaryLength"/> characters; nothing reads them.</param>
internal sealed record RowType<T>(JsonTypeInfo<T> Json, Func<T, string> Summary)
    where T : class;

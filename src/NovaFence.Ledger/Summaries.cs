using NovaFence.Core.Ledger;

namespace NovaFence.Ledger;

/// <summary>The column for people.</summary>
internal static class Summaries
{
    /// <summary>Cut to length, and without what a terminal or a store might take for more than a letter.</summary>
    public static string Clean(string summary)
    {
        var kept = summary.Length > RowWrite.MaxSummaryLength ? summary[..RowWrite.MaxSummaryLength] : summary;
        return string.Create(kept.Length, kept, static (clean, text) =>
        {
            for (var at = 0; at < text.Length; at++)
                clean[at] = char.IsControl(text[at]) || char.IsSurrogate(text[at]) ? '?' : text[at];
        });
    }
}

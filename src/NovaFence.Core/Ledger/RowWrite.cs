namespace NovaFence.Core.Ledger;

/// <summary>One conditional write.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Json">
/// The new content, at most <see cref="LedgerCommit.MaxJsonLength"/> characters; null deletes the row, and then a version must be expected.
/// </param>
/// <param name="ExpectedVersion">The version that was read; null says that the row must not exist yet.</param>
/// <param name="Summary">
/// A few words for whoever looks at the table by hand, cut at <see cref="MaxSummaryLength"/> characters; nothing reads it.
/// </param>
public sealed record RowWrite(string Key, string? Json, string? ExpectedVersion, string Summary = "")
{
    /// <summary>Most characters of a summary that are kept.</summary>
    public const int MaxSummaryLength = 256;
}

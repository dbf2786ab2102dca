using NovaFence.Core.Ledger;

namespace NovaFence.Ledger;

/// <summary>Says which ledger is used, for the start, for commands and for <c>check</c>.</summary>
public interface ILedgerDescription
{
    /// <summary>Where the ledger is, known without asking it: <c>the file …</c>, <c>the table … at …</c>. No secret.</summary>
    string Place { get; }

    /// <summary>
    /// Whether there is a ledger at all, also an empty one, or one that cannot be read: a file that is not empty, a table that holds something. Nothing is made or opened.
    /// </summary>
    Task<LedgerResult<bool>> IsThereAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens the ledger where that has not been done yet, as reading from it would, and says what was found. Nothing is made that is missing:
    /// <see cref="ILedger.InitializeAsync"/> alone does that.
    /// </summary>
    Task<LedgerResult<LedgerDescription>> DescribeAsync(CancellationToken cancellationToken);
}

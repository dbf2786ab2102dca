using NovaFence.Core.Ledger;

namespace NovaFence.Ledger;

/// <summary>Says which ledger is used, for the start, for commands and for <c>check</c>.</summary>
public interface ILedgerDescription
{
    /// <summary>Where the ledger is, known without asking it: <c>the file …</c>, <c>the table … at …</c>. No secret.</summary>
    string Place { get; }

    /// <summary>
    /// Opens the ledger where that has not been done yet, as reading from it would, and says what was found. Nothing is made that is missing:
    /// <see cref="ILedger.InitializeAsync"/> alone does that.
    /// </summary>
    Task<LedgerResult<LedgerDescription>> DescribeAsync(CancellationToken cancellationToken);
}

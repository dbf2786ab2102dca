namespace NovaFence.Core.Audit;

/// <summary>Whether an intent could be written now, found out by writing: a full disk lets everything be read.</summary>
public interface ILedgerProbe
{
    /// <summary>
    /// Commits a small row of its own over the path that an intent takes, where none was for a minute or the ledger has refused a change since; says why it could not be, as a sentence without secrets,
    /// null where it could. A ledger that is perhaps another cloud's is not written to.
    /// </summary>
    Task<string?> WriteAsync(CancellationToken cancellationToken);
}

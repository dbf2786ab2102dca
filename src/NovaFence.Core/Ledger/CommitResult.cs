namespace NovaFence.Core.Ledger;

/// <summary>What became of a commit.</summary>
public abstract record CommitResult
{
    private CommitResult() { }

    /// <summary>All of it is stored. <paramref name="Versions"/> holds the new version of each written row (deleted ones are absent).</summary>
    public sealed record Committed(IReadOnlyDictionary<string, string> Versions) : CommitResult;

    /// <summary>
    /// A row is not as expected, or an event is there already; this commit stored nothing. Read again and decide again.
    /// </summary>
    /// <remarks>
    /// It may have been this very commit that was first: when the answer of a store is lost on the way, the request is sent once more,
    /// and finds its own work. Whoever reads again sees it.
    /// </remarks>
    public sealed record Conflict : CommitResult;

    /// <summary>The store did not answer or refused; whether anything was stored is unknown. <paramref name="Why"/> is a sentence without secrets.</summary>
    public sealed record Unavailable(string Why) : CommitResult;
}

namespace NovaFence.Core.Ledger;

/// <summary>What became of a commit.</summary>
public abstract record CommitResult
{
    private CommitResult() { }

    /// <summary>All of it is stored. <paramref name="Versions"/> holds the new version of each written row (deleted ones are absent).</summary>
    public sealed record Committed(IReadOnlyDictionary<string, string> Versions) : CommitResult;

    /// <summary>Somebody else wrote one of the rows first; nothing was stored. Read again and decide again.</summary>
    public sealed record Conflict : CommitResult;

    /// <summary>The store did not answer or refused; whether anything was stored is unknown. <paramref name="Why"/> is a sentence without secrets.</summary>
    public sealed record Unavailable(string Why) : CommitResult;
}

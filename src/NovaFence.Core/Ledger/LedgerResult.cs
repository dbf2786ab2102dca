namespace NovaFence.Core.Ledger;

/// <summary>What was read, or why nothing could be.</summary>
public abstract record LedgerResult<T>
{
    private LedgerResult() { }

    /// <summary>The store answered.</summary>
    public sealed record Ok(T Value) : LedgerResult<T>;

    /// <summary>It did not; <paramref name="Why"/> is a sentence without secrets.</summary>
    public sealed record Unavailable(string Why) : LedgerResult<T>;
}

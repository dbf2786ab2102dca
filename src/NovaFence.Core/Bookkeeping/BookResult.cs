namespace NovaFence.Core.Bookkeeping;

/// <summary>What became of a change to the book.</summary>
internal abstract record BookResult<T>
{
    private BookResult() { }

    /// <summary>It is stored, or it wanted nothing stored and what it looked at was true.</summary>
    internal sealed record Done(T Value) : BookResult<T>;

    /// <summary>The ledger did not answer, or the deadline passed first. Nothing may be answered 2xx.</summary>
    internal sealed record Unavailable(string Why) : BookResult<T>;
}

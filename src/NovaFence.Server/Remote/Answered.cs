using NovaFence.Core.Ledger;

namespace NovaFence.Server.Remote;

/// <summary>What a command got, from a server or directly.</summary>
internal abstract record Answered<T>
{
    private Answered()
    {
    }

    /// <summary>What is made of what the ledger said.</summary>
    internal static Answered<T> Of<TRead>(LedgerResult<TRead> read, Func<TRead, Answered<T>> answer) => read switch
    {
        LedgerResult<TRead>.Ok ok => answer(ok.Value),
        LedgerResult<TRead>.Unavailable unavailable => ByLedger(unavailable.Why),
        _ => throw new InvalidOperationException("a result of no known kind"),
    };

    /// <summary>Refused, because the ledger does not answer.</summary>
    internal static Refused ByLedger(string why) => new($"the ledger does not answer, try again: {why}");

    /// <summary>An answer.</summary>
    /// <param name="Value">The answer.</param>
    /// <param name="Json">The JSON that a server sent; null where it was made here.</param>
    internal sealed record Ok(T Value, string? Json = null) : Answered<T>;

    /// <summary>None; <paramref name="Why"/> is one line that says what to do.</summary>
    internal sealed record Refused(string Why) : Answered<T>;
}

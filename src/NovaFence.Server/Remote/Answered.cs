namespace NovaFence.Server.Remote;

/// <summary>What a command got, from a server or directly.</summary>
internal abstract record Answered<T>
{
    private Answered()
    {
    }

    /// <summary>An answer.</summary>
    /// <param name="Value">The answer.</param>
    /// <param name="Json">The JSON that a server sent; null where it was made here.</param>
    internal sealed record Ok(T Value, string? Json = null) : Answered<T>;

    /// <summary>None; <paramref name="Why"/> is one line that says what to do.</summary>
    internal sealed record Refused(string Why) : Answered<T>;
}

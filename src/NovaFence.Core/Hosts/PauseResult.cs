namespace NovaFence.Core.Hosts;

/// <summary>What became of an operator's wish to pause or resume.</summary>
public abstract record PauseResult
{
    private PauseResult() { }

    /// <summary>It is in the ledger and holds for all instances. <paramref name="Pauses"/> are those that hold now.</summary>
    /// <param name="Changed">False where nothing was paused that could have been resumed.</param>
    /// <param name="Pauses">Those that hold now.</param>
    public sealed record Done(bool Changed, IReadOnlyList<Pause> Pauses) : PauseResult;

    /// <summary>It cannot be done: <paramref name="Why"/> says what to do instead.</summary>
    public sealed record Refused(string Why) : PauseResult;

    /// <summary>The ledger did not answer; nothing was changed.</summary>
    public sealed record Unavailable(string Why) : PauseResult;
}

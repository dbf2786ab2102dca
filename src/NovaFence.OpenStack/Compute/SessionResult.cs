namespace NovaFence.OpenStack.Compute;

/// <summary>All that a call needs, or what is missing.</summary>
internal abstract class SessionResult
{
    private SessionResult() { }

    /// <summary>A token and Nova.</summary>
    public sealed class Open(Identity.CloudToken token, NovaLink link) : SessionResult
    {
        public Identity.CloudToken Token { get; } = token;

        public NovaLink Link { get; } = link;
    }

    /// <summary>Something is missing.</summary>
    /// <param name="why">A sentence without secrets.</param>
    /// <param name="tooOld">The cloud cannot force down at all.</param>
    public sealed class Closed(string why, bool tooOld = false) : SessionResult
    {
        public string Why { get; } = why;

        public bool TooOld { get; } = tooOld;
    }
}

namespace NovaFence.Core.Cloud;

/// <summary>How many evacuations from a host are under way, or why that is not known.</summary>
public abstract record EvacuationCount
{
    private EvacuationCount() { }

    /// <summary>Nova answered.</summary>
    public sealed record Known(int InFlight) : EvacuationCount;

    /// <summary>Nova did not answer, or does not let this user look; <paramref name="Why"/> is a sentence without secrets. Nothing is concluded from it.</summary>
    public sealed record Unavailable(string Why) : EvacuationCount;
}

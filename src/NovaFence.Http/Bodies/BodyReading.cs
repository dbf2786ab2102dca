using NovaFence.Http.Answers;

namespace NovaFence.Http.Bodies;

/// <summary>What came of reading a body.</summary>
internal abstract record BodyReading
{
    private BodyReading() { }

    /// <summary>It is all there. Whoever takes it disposes of it.</summary>
    public sealed record Whole(RequestBody Body) : BodyReading;

    /// <summary>It was not taken, and this is the answer.</summary>
    public sealed record Refused(Problem Problem) : BodyReading;

    /// <summary>The sender went away before the end; there is nobody to answer.</summary>
    public sealed record Gone : BodyReading;
}

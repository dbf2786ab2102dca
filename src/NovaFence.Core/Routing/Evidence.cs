namespace NovaFence.Core.Routing;

/// <summary>What a route takes as proof that the host is fenced.</summary>
public abstract record Evidence
{
    private Evidence() { }

    /// <summary>Whoever wired the route vouches for it.</summary>
    public sealed record Asserted : Evidence
    {
        /// <inheritdoc />
        public override string ToString() => "asserted";
    }

    /// <summary>A label or an annotation of the alert says so.</summary>
    public sealed record Label(LabelMatcher Matcher) : Evidence
    {
        /// <inheritdoc />
        public override string ToString() => $"label:{Matcher}";
    }
}

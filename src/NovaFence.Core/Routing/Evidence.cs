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

    /// <summary>So many different alerts, or receivers, agree on the host within a window.</summary>
    /// <param name="Sources">How many, this one counted; at least 2.</param>
    /// <param name="Window">How long ago the others were last heard.</param>
    public sealed record Corroborated(int Sources, TimeSpan Window) : Evidence
    {
        /// <inheritdoc />
        public override string ToString() => FormattableString.Invariant($"corroborated:{Sources}");
    }
}

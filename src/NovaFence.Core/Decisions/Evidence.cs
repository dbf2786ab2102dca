using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions;

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

    /// <summary>A label of the alert says so, or an annotation where there is no such label.</summary>
    public sealed record Label(LabelMatcher Matcher) : Evidence
    {
        /// <summary>
        /// Whether this alert says so. An absent or empty value says nothing, and neither does what a template left behind: Go writes
        /// <c>&lt;no value&gt;</c> for a missing field (https://pkg.go.dev/text/template#Template.Option), and an unrendered template keeps its braces.
        /// </summary>
        public bool IsIn(AlertEvent alert)
        {
            var said = alert.Labels.TryGetValue(Matcher.Name, out var label) ? label : alert.Annotations.GetValueOrDefault(Matcher.Name, "");
            return said.Length > 0
                && !said.Contains("<no value>", StringComparison.Ordinal)
                && !said.Contains("{{", StringComparison.Ordinal)
                && Matcher.MatchesValue(said);
        }

        /// <inheritdoc />
        public override string ToString() => $"label:{Matcher}";
    }

    /// <summary>So many alerts of different <c>alertname</c>s agree on the host within a window.</summary>
    /// <param name="Sources">How many, this one counted; at least 2.</param>
    /// <param name="Window">How long ago the others were last heard.</param>
    public sealed record Corroborated(int Sources, TimeSpan Window) : Evidence
    {
        /// <inheritdoc />
        public override string ToString() => FormattableString.Invariant($"corroborated:{Sources}");
    }
}

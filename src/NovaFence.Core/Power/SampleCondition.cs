using System.Diagnostics.CodeAnalysis;

namespace NovaFence.Core.Power;

/// <summary>A condition over raw samples: <c>selector op number</c>.</summary>
/// <param name="Selector">
/// A vector selector of Prometheus', a name and matchers, in which <c>{host}</c> stands as a whole label value only. As <see cref="TryParse"/> gives it: one
/// spelling, values in double quotes.
/// </param>
/// <param name="Comparison">One of <c>== != &lt; &lt;= &gt; &gt;=</c>.</param>
/// <param name="Number">What each sample is compared with.</param>
public sealed record SampleCondition(string Selector, string Comparison, double Number)
{
    /// <summary>Characters of a condition at most.</summary>
    public const int MaxLength = 400;

    /// <summary>Reads <c>selector op number</c>, such as <c>up{instance="{host}"} == 0</c>.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="condition">The condition; null where there is a problem.</param>
    /// <param name="problem">Why it is none, as a sentence that says what to write; null where it is one.</param>
    /// <remarks>
    /// The selector is a name and matchers and nothing more: no function, no operator, no <c>offset</c>, no <c>@</c>, no range. <c>{host}</c> stands in one
    /// matcher at least, as <c>label="{host}"</c>: a condition that does not ask for the host would say the same of every host.
    /// https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
    /// </remarks>
    public static bool TryParse(string text, [NotNullWhen(true)] out SampleCondition? condition, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SampleSyntax.TryRead(text, out condition, out problem);
    }

    /// <summary>Whether a sample satisfies it. One that is not a number satisfies nothing.</summary>
    public bool IsSatisfiedBy(double sample) => !double.IsNaN(sample) && Comparison switch
    {
        "==" => sample.Equals(Number),
        "!=" => !sample.Equals(Number),
        "<" => sample < Number,
        "<=" => sample <= Number,
        ">" => sample > Number,
        ">=" => sample >= Number,
        _ => false,
    };

    /// <summary>The selector for one host, its name in the place of <c>{host}</c> as a whole, escaped label value.</summary>
    /// <param name="host">The compute host as Nova names it.</param>
    public string SelectorFor(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        // A quote within a value has a backslash before it, so that this is found where a value begins and nowhere else.
        return Selector.Replace($"=\"{SampleSyntax.Host}\"", $"={SampleSyntax.Quoted(host)}", StringComparison.Ordinal);
    }

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{Selector} {Comparison} {Number}");
}

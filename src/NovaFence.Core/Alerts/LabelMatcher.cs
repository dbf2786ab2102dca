using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace NovaFence.Core.Alerts;

/// <summary>One matcher in Alertmanager's syntax: <c>name="value"</c>, <c>!=</c>, <c>=~</c>, <c>!~</c>.</summary>
/// <remarks>
/// An absent label has the empty value, and expressions are anchored, as in Alertmanager
/// (https://github.com/prometheus/alertmanager/blob/main/pkg/labels/matcher.go). The expression engine does not backtrack, so no label
/// can make it slow.
/// </remarks>
public sealed partial class LabelMatcher
{
    private readonly Regex? _expression;
    private readonly string _value;
    private readonly bool _negated;

    private LabelMatcher(string name, string value, bool negated, Regex? expression, string text)
    {
        Name = name;
        _value = value;
        _negated = negated;
        _expression = expression;
        Text = text;
    }

    /// <summary>The label's name.</summary>
    public string Name { get; }

    /// <summary>The matcher as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a matcher.</summary>
    /// <param name="text">What is written in the configuration.</param>
    /// <param name="matcher">The matcher, when it could be read.</param>
    /// <param name="problem">What is wrong with it, when it could not.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out LabelMatcher? matcher, [NotNullWhen(false)] out string? problem)
    {
        matcher = null;
        problem = null;
        var parts = Syntax().Match(text);
        if (!parts.Success)
        {
            problem = $"'{text}' is not a matcher: write name=\"value\", with = or != or =~ or !~";
            return false;
        }

        var value = parts.Groups["quoted"].Success
            ? Escape().Replace(parts.Groups["quoted"].Value, escape => escape.Value[1] == 'n' ? "\n" : escape.Value[1..])
            : parts.Groups["bare"].Value;
        var sign = parts.Groups["sign"].Value;
        Regex? expression = null;
        if (sign.EndsWith('~'))
        {
            try
            {
                expression = new Regex($"^(?:{value})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
            }
            catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
            {
                problem = $"'{text}' has an expression that cannot be used: {bad.Message}";
                return false;
            }
        }

        matcher = new LabelMatcher(parts.Groups["name"].Value, value, sign[0] == '!', expression, text);
        return true;
    }

    /// <summary>Reads a list of them, and adds every problem, each beginning with the key.</summary>
    internal static IReadOnlyList<LabelMatcher> ReadAll(IEnumerable<string?> texts, string key, List<string> problems)
    {
        var matchers = new List<LabelMatcher>();
        foreach (var text in texts)
        {
            if (TryParse(text ?? "", out var matcher, out var problem))
                matchers.Add(matcher);
            else
                problems.Add($"{key}: {problem}");
        }

        return matchers;
    }

    /// <summary>Whether these labels match.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        return MatchesValue(labels.GetValueOrDefault(Name, ""));
    }

    /// <summary>Whether this value of the label matches; an absent one has the empty value.</summary>
    public bool MatchesValue(string actual)
    {
        var equal = _expression?.IsMatch(actual) ?? string.Equals(actual, _value, StringComparison.Ordinal);
        return equal != _negated;
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    [GeneratedRegex("""^\s*(?<name>[a-zA-Z_][a-zA-Z0-9_:.-]*)\s*(?<sign>=~|!~|!=|=)\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^"\s]*))\s*$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Syntax();

    [GeneratedRegex("""\\["\\n]""", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}

using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace NovaFence.Core.Alerts;

/// <summary>One matcher in Alertmanager's syntax: <c>name="value"</c>, <c>!=</c>, <c>=~</c>, <c>!~</c>.</summary>
/// <remarks>
/// An absent label has the empty value, and expressions are anchored and RE2's, as in Alertmanager
/// (https://github.com/prometheus/alertmanager/blob/main/pkg/labels/matcher.go): <see cref="Re2Syntax"/> writes them in .NET's syntax, or says why it
/// cannot. The expression engine does not backtrack, so no label can make it slow. What Alertmanager's two ways of reading a matcher read differently
/// (several matchers in one text, braces, spaces in a value without quotes) is refused.
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

    /// <summary>Whether it is <c>!=</c> or <c>!~</c>.</summary>
    public bool IsNegated => _negated;

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
            problem = $"'{text}' is not a matcher: write one, name=\"value\", with = or != or =~ or !~, and the value in quotes";
            return false;
        }

        if (Ambiguous().IsMatch(parts.Groups["quoted"].Value))
        {
            problem = $"'{text}' has an escape such as \\t that versions of Alertmanager read differently: write two backslashes in an expression, or the character itself";
            return false;
        }

        var value = parts.Groups["quoted"].Success
            ? Escape().Replace(parts.Groups["quoted"].Value, escape => escape.Value[1] == 'n' ? "\n" : escape.Value[1..])
            : parts.Groups["bare"].Value;
        var sign = parts.Groups["sign"].Value;
        Regex? expression = null;
        if (sign.EndsWith('~') && !TryExpression(value, out expression, out var why))
        {
            problem = $"'{text}' has an expression that cannot be used: {why}";
            return false;
        }

        matcher = new LabelMatcher(parts.Groups["name"].Value, value, sign[0] == '!', expression, text);
        return true;
    }

    private static bool TryExpression(string value, [NotNullWhen(true)] out Regex? expression, [NotNullWhen(false)] out string? problem)
    {
        expression = null;
        if (!Re2Syntax.TryRead(value, out var pattern, out problem))
            return false;
        try
        {
            expression = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (NotSupportedException)
        {
            problem = "it repeats so much that it would become too large";
            return false;
        }
    }

    /// <summary>Reads a list of them, and adds every problem, each beginning with the key.</summary>
    internal static IReadOnlyList<LabelMatcher> ReadAll(IEnumerable<string?> texts, string key, List<string> problems)
    {
        var matchers = new List<LabelMatcher>();
        foreach (var (index, text) in texts.Index())
        {
            if (TryParse(text ?? "", out var matcher, out var problem))
                matchers.Add(matcher);
            else
                problems.Add(FormattableString.Invariant($"{key}:{index}: {problem}"));
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

    /// <summary>Whether no label can match both: they are of one label, and one of them asks for a value that the other does not match.</summary>
    public bool Excludes(LabelMatcher other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return string.Equals(Name, other.Name, StringComparison.Ordinal)
            && ((Only is { } own && !other.MatchesValue(own)) || (other.Only is { } others && !MatchesValue(others)));
    }

    /// <summary>The one value that matches; null where several may.</summary>
    private string? Only => _negated || _expression is not null ? null : _value;

    /// <inheritdoc />
    public override string ToString() => Text;

    [GeneratedRegex("""\A\s*(?<name>[a-zA-Z_][a-zA-Z0-9_:.-]*)\s*(?<sign>=~|!~|!=|=)\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s{}!=~,\\"'`]*))\s*\z""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Syntax();

    // Finds an escape of Go's strings: Alertmanager's newer parser replaces it, and its older one keeps the backslash.
    [GeneratedRegex("""\A(?:[^\\]|\\[^abfrtvxuU0-7])*\\[abfrtvxuU0-7]""", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Ambiguous();

    [GeneratedRegex("""\\["\\n]""", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}

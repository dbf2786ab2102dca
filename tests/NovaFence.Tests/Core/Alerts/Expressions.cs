using System.Text;

namespace NovaFence.Core.Tests.Alerts;

/// <summary>Expressions and values at random, of few letters, so that they meet: what RE2 has, and what others have and RE2 has not.</summary>
internal sealed class Expressions(int seed)
{
    private static readonly string[] Letters = ["a", "b", "k", "s", "S", "1", "٣", "é", "ſ", "K", "ß", "😀", " ", "_", "-", "\n", "\t", "\u00a0", "\v", "."];
    private static readonly string[] Written = ["a", "b", "k", "S", "1", "٣", "é", "😀", " ", "_", "-", "{", "}", "]", "{2", "{,3}", "\n", "\\.", "\\-", "\\t", "\\n", "\\x61", "\\x{1F600}", "\\141", "\\0"];
    private static readonly string[] Classes = [".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "[[:digit:]]", "[^[:alpha:]]", "[[:^space:]_]", "[[:word:]]", "[a-z-[aeiou]]", "[]a]", "[^]a]", "[a-]", "[\\d-a]", "[^\\D]", "[k-s]", "[^k]", "[é-😀]", "[[:punct:]]", "[\\x61-b]", "[a-z&&[^b]]"];
    private static readonly string[] Others = ["\\b", "\\pN", "\\p{Greek}", "\\z", "\\A", "\\Z", "\\Qa.b\\E", "\\Q.\\E", "(?=a)", "(?<=a)", "(?<!a)", "(?>a)", "\\1", "(?#x)", "(?<n>a)", "(?P<n>a)", "\\C", "\\h", "\\R", "^", "$", "(?i)", "(?s)", "(?m)", "(?-i)", "(?U)", "(?x)", "[[:nothing:]]", "\\Q", "\\E", "[b-a]", "[\\w-\\d]", "\\u0061", "\\e", "\\cA", "\\k<n>"];
    private static readonly string[] Repetitions = ["*", "+", "?", "{2}", "{0,2}", "{1,}", "{0}", "*?", "+?", "??", "{2}?", "{1001}", "{2,1}", "*+", "++", "?+", "**", "{02}"];

    private static readonly string[] Names = ["x", "y", "z"];
    private static readonly string[] Values = ["", "a", "b", "ab"];
    private static readonly string[] Plain = ["", "a", "a|b", "a.*", ".+", ".*", "^a", "(a|)b?", "[^a]"];

    private readonly Random _random = new(seed);

    /// <summary>A value of a label.</summary>
    internal string Value()
    {
        var text = new StringBuilder();
        for (var length = _random.Next(5); length > 0; length--)
            text.Append(Of(Letters));
        return text.ToString();
    }

    /// <summary>An expression.</summary>
    internal string Expression() => Expression(3);

    /// <summary>A matcher with this expression, or with a plain text.</summary>
    internal string Matcher()
    {
        var sign = Of(["=~", "=~", "=~", "=~", "!~", "=", "!="]);
        var value = sign.EndsWith('~') ? Expression() : Value();
        return $"x{sign}\"{(_random.Next(4) == 0 ? value : value.Replace("\\", "\\\\", StringComparison.Ordinal)).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
    }

    /// <summary>One to three matchers of a route, such as people write, of few labels and values, so that routes take alerts and leave them.</summary>
    internal IReadOnlyList<string> Matchers() =>
        [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Of(["=", "!=", "=~", "!~"])).Select(sign => $"{Of(Names)}{sign}\"{Of(sign.EndsWith('~') ? Plain : Values)}\"")];

    /// <summary>None to three labels of an alert; some have no value.</summary>
    internal IReadOnlyDictionary<string, string> Labels() =>
        Names.Where(_ => _random.Next(2) == 0).ToDictionary(name => name, _ => Of(Values), StringComparer.Ordinal);

    private string Expression(int depth)
    {
        var text = new StringBuilder();
        for (var parts = 1 + _random.Next(3); parts > 0; parts--)
        {
            text.Append(_random.Next(depth > 0 ? 12 : 8) switch
            {
                < 4 => Of(Written),
                < 7 => Of(Classes),
                7 => _random.Next(2) == 0 ? Of(Others) : Of(Letters[..6]),
                8 or 9 => $"({Of(["", "?:", "?i:", "?s:", "?m:", "?i-s:", "?P<m>"])}{Expression(depth - 1)})",
                10 => $"({Expression(depth - 1)}|{Expression(depth - 1)})",
                _ => $"{Expression(depth - 1)}|",
            });
            if (_random.Next(3) == 0)
                text.Append(Of(_random.Next(3) == 0 ? Repetitions : Repetitions[..6]));
        }

        return text.ToString();
    }

    private string Of(string[] all) => all[_random.Next(all.Length)];
}

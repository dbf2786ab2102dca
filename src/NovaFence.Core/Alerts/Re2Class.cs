namespace NovaFence.Core.Alerts;

/// <summary>Reads <c>[…]</c> as Go's <c>regexp/syntax</c> does.</summary>
/// <remarks>
/// There is no subtraction, a <c>[</c> within is a letter unless <c>[:name:]</c> follows, a <c>-</c> may stand anywhere, and a negated class matches a line end.
/// </remarks>
/// <param name="text">The expression, where the class begins.</param>
/// <param name="folded">Adds both cases where <c>(?i)</c> holds.</param>
internal sealed class Re2Class(Re2Text text, Func<RuneSet, RuneSet> folded)
{
    // https://github.com/google/re2/wiki/Syntax, "ASCII character classes"; pairs of first and last.
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["alnum"] = "09AZaz",
        ["alpha"] = "AZaz",
        ["ascii"] = "\0\x7F",
        ["blank"] = "\t\t  ",
        ["cntrl"] = "\0\x1F\x7F\x7F",
        ["digit"] = "09",
        ["graph"] = "!~",
        ["lower"] = "az",
        ["print"] = " ~",
        ["punct"] = "!/:@[`{~",
        ["space"] = "\t\r  ",
        ["upper"] = "AZ",
        ["word"] = "09AZaz__",
        ["xdigit"] = "09AFaf",
    };

    internal RuneSet Read()
    {
        text.TryTake("[");
        var isNegated = text.TryTake("^");
        var set = RuneSet.None;
        for (var isFirst = true; isFirst || !text.Starts("]"); isFirst = false)
        {
            if (text.IsAtEnd)
                throw new Re2Text.Refused("a '[' has no ']'");
            set = set.With(Posix() ?? TryEscaped() ?? Range());
        }

        text.TryTake("]");
        return isNegated ? set.Negated() : set;
    }

    /// <summary><c>\d</c>, <c>\s</c>, <c>\w</c> and their opposites, of ASCII; null where something else follows.</summary>
    internal RuneSet? TryEscaped()
    {
        if (!text.Starts("\\"))
            return null;
        var letter = text.Second;
        RuneSet? set = char.ToLowerInvariant(letter) switch
        {
            'd' => RuneSet.OfPairs("09"),
            's' => RuneSet.OfPairs("\t\n\f\r  "),
            'w' => RuneSet.OfPairs("09AZ__az"),
            'p' => throw new Re2Text.Refused(@"\p and \P depend on the version of Unicode: write the letters that are meant, such as [0-9]"),
            _ => null,
        };
        if (set is null)
            return null;
        text.Take();
        text.Take();
        set = folded(set);
        return char.IsAsciiLetterUpper(letter) ? set.Negated() : set;
    }

    /// <summary><c>[:name:]</c> or <c>[:^name:]</c>; null where there is none.</summary>
    private RuneSet? Posix()
    {
        if (!text.Starts("[:") || text.TakeThrough(":]") is not { } written)
            return null;
        var name = written[2..^2];
        var isNegated = name.StartsWith('^');
        if (!Named.TryGetValue(isNegated ? name[1..] : name, out var pairs))
            throw new Re2Text.Refused($"'{written}' is no class that RE2 knows: {string.Join(", ", Named.Keys.Order(StringComparer.Ordinal))}");
        var set = folded(RuneSet.OfPairs(pairs));
        return isNegated ? set.Negated() : set;
    }

    private RuneSet Range()
    {
        var from = Point();
        var to = from;
        if (text.Starts("-") && !text.Starts("-]"))
        {
            text.TryTake("-");
            // Go says of an expression that ends here that its ']' is missing.
            if (text.IsAtEnd)
                throw new Re2Text.Refused("a '[' has no ']'");
            to = Point();
            if (to < from)
                throw new Re2Text.Refused($"a class has the range {char.ConvertFromUtf32(from)}-{char.ConvertFromUtf32(to)}, whose end comes before its begin");
        }

        return folded(RuneSet.Of(from, to));
    }

    private int Point() => text.Starts("\\") ? text.EscapedPoint() : text.Point();
}

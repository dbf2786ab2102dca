namespace NovaFence.Core.Alerts;

/// <summary>Reads <c>[…]</c> as Go's <c>regexp/syntax</c> does.</summary>
/// <remarks>
/// There is no subtraction, a <c>[</c> within is a letter unless <c>[:name:]</c> follows, a <c>-</c> may stand anywhere, and a negated class matches a line end.
/// </remarks>
internal sealed class Re2Class(Re2Syntax syntax)
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
        syntax.Took("[");
        var isNegated = syntax.Took("^");
        var set = RuneSet.None;
        for (var isFirst = true; isFirst || !syntax.Starts("]"); isFirst = false)
        {
            if (syntax.Ends)
                throw new Re2Syntax.Refused("a '[' has no ']'");
            set = set.With(Posix() ?? syntax.TryClass() ?? Range());
        }

        syntax.Took("]");
        return isNegated ? set.Negated() : set;
    }

    /// <summary><c>[:name:]</c> or <c>[:^name:]</c>; null where there is none.</summary>
    private RuneSet? Posix()
    {
        if (!syntax.Starts("[:") || syntax.TakeThrough(":]") is not { } written)
            return null;
        var name = written[2..^2];
        var isNegated = name.StartsWith('^');
        if (!Named.TryGetValue(isNegated ? name[1..] : name, out var pairs))
            throw new Re2Syntax.Refused($"'{written}' is no class that RE2 knows: {string.Join(", ", Named.Keys.Order(StringComparer.Ordinal))}");
        var set = syntax.Folded(RuneSet.OfPairs(pairs));
        return isNegated ? set.Negated() : set;
    }

    private RuneSet Range()
    {
        var from = Point();
        var to = from;
        if (syntax.Starts("-") && !syntax.Starts("-]"))
        {
            syntax.Took("-");
            // Of what ends with the '-' Go says that the ']' is missing, and so is said here by the loop.
            if (syntax.Ends)
                throw new Re2Syntax.Refused("a '[' has no ']'");
            to = Point();
            if (to < from)
                throw new Re2Syntax.Refused($"a class has the range {char.ConvertFromUtf32(from)}-{char.ConvertFromUtf32(to)}, whose end comes before its begin");
        }

        return syntax.Folded(RuneSet.Of(from, to));
    }

    private int Point() => syntax.Starts("\\") ? syntax.EscapedPoint() : syntax.Point();
}

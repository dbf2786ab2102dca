using System.Globalization;
using System.Text;

namespace NovaFence.Core.Alerts;

/// <summary>A set of Unicode code points without surrogates: what one element of an RE2 expression matches.</summary>
/// <remarks>Go matches code points and .NET matches UTF-16 code units; <see cref="Pattern"/> writes the first in terms of the second.</remarks>
internal sealed class RuneSet
{
    private const int Last = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstAstral = 0x10000;

    private readonly (int From, int To)[] _ranges;

    private RuneSet(IEnumerable<(int From, int To)> ranges) => _ranges = Normalized(ranges);

    internal static RuneSet None { get; } = new([]);

    internal static RuneSet All { get; } = Of(0, Last);

    internal static RuneSet Of(int from, int to) => new([(from, to)]);

    /// <summary>The set of pairs: <c>"09AZ"</c> is <c>[0-9A-Z]</c>.</summary>
    internal static RuneSet OfPairs(string pairs) => new(pairs.Chunk(2).Select(pair => ((int)pair[0], (int)pair[1])));

    internal RuneSet With(RuneSet other) => new(_ranges.Concat(other._ranges));

    internal RuneSet Negated()
    {
        var gaps = new List<(int, int)>();
        var next = 0;
        foreach (var (from, to) in _ranges)
        {
            if (from > next)
                gaps.Add((next, from - 1));
            next = to + 1;
        }

        if (next <= Last)
            gaps.Add((next, Last));
        return new RuneSet(gaps);
    }

    /// <summary>
    /// With the other case of each letter, as Go folds (https://pkg.go.dev/unicode#SimpleFold): of ASCII's, <c>k</c> has the Kelvin sign beside it and <c>s</c>
    /// the long s. Null where the set holds letters outside ASCII whose cases depend on the version of Unicode.
    /// </summary>
    internal RuneSet? Folded()
    {
        const int kelvin = 0x212A;
        const int longS = 0x17F;
        if (Equals(All))
            return this;
        var more = new List<(int, int)>();
        foreach (var (from, to) in _ranges)
        {
            for (var point = from; point <= to; point++)
            {
                if (point < 0x80)
                {
                    if (!char.IsAsciiLetter((char)point))
                        continue;
                    more.Add((point ^ 0x20, point ^ 0x20));
                    if ((point | 0x20) == 'k')
                        more.Add((kelvin, kelvin));
                    if ((point | 0x20) == 's')
                        more.Add((longS, longS));
                }
                else if (point is kelvin or longS)
                {
                    var letter = point == kelvin ? 'k' : 's';
                    more.Add((letter, letter));
                    more.Add((letter ^ 0x20, letter ^ 0x20));
                }
                else if (HasCase(point))
                {
                    return null;
                }
            }
        }

        return new RuneSet(_ranges.Concat(more));
    }

    private bool Equals(RuneSet other) => _ranges.AsSpan().SequenceEqual(other._ranges);

    // A letter, a mark or a letter-like number that might fold; what is no such thing has no cases in any version of Unicode.
    private static bool HasCase(int point) => point is < FirstSurrogate or > LastSurrogate && Rune.GetUnicodeCategory(new Rune(point)) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherSymbol or UnicodeCategory.OtherNotAssigned;

    /// <summary>A .NET expression that matches exactly one code point of the set, in strings that are well-formed.</summary>
    internal string Pattern()
    {
        var basic = new StringBuilder();
        var alternatives = new List<string>();
        foreach (var (from, to) in _ranges)
        {
            AddBasic(basic, from, Math.Min(to, FirstSurrogate - 1));
            AddBasic(basic, Math.Max(from, LastSurrogate + 1), Math.Min(to, FirstAstral - 1));
            if (to >= FirstAstral)
                AddPairs(alternatives, Math.Max(from, FirstAstral), to);
        }

        if (basic.Length > 0)
            alternatives.Insert(0, $"[{basic}]");
        return alternatives switch
        {
            // Matches no string at all.
            [] => @"[^\u0000-\uFFFF]",
            [var only] => only,
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    private static void AddBasic(StringBuilder text, int from, int to)
    {
        if (from <= to)
            text.Append(Units((char)from, (char)to));
    }

    private static void AddPairs(List<string> alternatives, int from, int to)
    {
        while (from <= to)
        {
            // Code points that share the first unit of their pair make one alternative; whole blocks of 1,024 that follow each other make one together.
            var block = from | 0x3FF;
            if ((from & 0x3FF) == 0 && block <= to)
            {
                var whole = ((to + 1) & ~0x3FF) - 1;
                alternatives.Add($@"[{Units(High(from), High(whole))}][\uDC00-\uDFFF]");
                from = whole + 1;
            }
            else
            {
                var end = Math.Min(block, to);
                alternatives.Add($"[{Units(High(from), High(from))}][{Units(Low(from), Low(end))}]");
                from = end + 1;
            }
        }
    }

    private static char High(int point) => (char)(FirstSurrogate + ((point - FirstAstral) >> 10));

    private static char Low(int point) => (char)(0xDC00 + (point & 0x3FF));

    private static string Units(char from, char to) =>
        from == to ? FormattableString.Invariant($@"\u{(int)from:X4}") : FormattableString.Invariant($@"\u{(int)from:X4}-\u{(int)to:X4}");

    private static (int From, int To)[] Normalized(IEnumerable<(int From, int To)> ranges)
    {
        var all = new List<(int From, int To)>();
        foreach (var (from, to) in ranges.OrderBy(range => range.From))
        {
            if (all.Count > 0 && from <= all[^1].To + 1)
                all[^1] = (all[^1].From, Math.Max(all[^1].To, to));
            else
                all.Add((from, to));
        }

        return [.. all];
    }
}

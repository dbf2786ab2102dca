using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NovaFence.Core.Alerts;

/// <summary>Reads an expression as Go's <c>regexp</c> does, which Alertmanager uses, and writes it in .NET's syntax with exactly that meaning.</summary>
/// <remarks>
/// The syntax is https://github.com/google/re2/wiki/Syntax, as https://pkg.go.dev/regexp/syntax has it with the flags <c>Perl</c>. What .NET has no exact
/// counterpart for, or what Go reads differently from version to version, is refused with the reason. Only whether a value matches is asked, so groups are
/// not captured and greed does not matter.
/// </remarks>
internal sealed class Re2Syntax
{
    /// <summary>Most repetitions that Go takes, and the most that nested ones may come to.</summary>
    private const int MostRepeats = 1000;

    /// <summary>Groups in groups; Go takes more, and nobody writes so many.</summary>
    private const int MostDepth = 100;

    private readonly string _text;
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private int _at;
    private Flags _flags;

    private Re2Syntax(string text) => _text = text;

    [Flags]
    private enum Flags
    {
        None = 0,
        Fold = 1,
        DotAll = 2,
        Lines = 4,
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">It, in RE2's syntax.</param>
    /// <param name="pattern">The same in .NET's, anchored at both ends.</param>
    /// <param name="problem">Why it is refused.</param>
    internal static bool TryRead(string text, [NotNullWhen(true)] out string? pattern, [NotNullWhen(false)] out string? problem)
    {
        (pattern, problem) = (null, null);
        var syntax = new Re2Syntax(text);
        try
        {
            var (all, _) = syntax.Alternation(0);
            if (syntax._at < text.Length)
                throw new Refused("it has a ')' too many");
            pattern = $@"\A(?:{all})\z";
            return true;
        }
        catch (Refused refused)
        {
            problem = refused.Message;
            return false;
        }
    }

    private bool IsAtEnd => _at >= _text.Length;

    private char Next => _text[_at];

    private bool TryTake(string expected)
    {
        if (string.CompareOrdinal(_text, _at, expected, 0, expected.Length) != 0)
            return false;
        _at += expected.Length;
        return true;
    }

    /// <summary>Up to the end or the group's <c>)</c>; flags that are set within hold until there.</summary>
    private (string Pattern, int Repeats) Alternation(int depth)
    {
        if (depth > MostDepth)
            throw new Refused($"it has groups in more than {MostDepth} groups");
        var all = new StringBuilder();
        var repeats = 1;
        // What a repetition would repeat; null where there is nothing such.
        string? last = null;
        var lastRepeats = 1;
        var isRepeated = false;
        while (!IsAtEnd && Next != ')')
        {
            if (TryTake("|"))
            {
                all.Append(last).Append('|');
                (last, isRepeated) = (null, false);
            }
            else if (TryRepetition(out var written, out var counted))
            {
                if (isRepeated)
                    throw new Refused($"it repeats a repetition with '{written}': write a group around the first");
                if (last is null)
                    throw new Refused($"'{written}' has nothing before it to repeat");
                last = $"(?:{last}){written}";
                lastRepeats *= counted;
                isRepeated = true;
            }
            else
            {
                all.Append(last);
                repeats = Math.Max(repeats, lastRepeats);
                (last, lastRepeats) = Element(depth);
                isRepeated = false;
            }

            if (lastRepeats > MostRepeats)
                throw new Refused($"its repetitions come to more than {MostRepeats}");
        }

        return (all.Append(last).ToString(), Math.Max(repeats, lastRepeats));
    }

    /// <summary>A repetition as .NET writes it too, without greed; a brace that is none is a letter.</summary>
    private bool TryRepetition([NotNullWhen(true)] out string? written, out int counted)
    {
        (written, counted) = (null, 1);
        if (Next is '*' or '+' or '?')
        {
            written = Next.ToString();
            _at++;
        }
        else if (Next == '{' && TryCount(out var least, out var most))
        {
            if (least > MostRepeats || most > MostRepeats || (most >= 0 && most < least))
                throw new Refused($"it repeats {{{least},{(most < 0 ? "" : most)}}}: 0 to {MostRepeats} times are possible, the lesser number first");
            written = most < 0 ? string.Create(CultureInfo.InvariantCulture, $"{{{least},}}") : string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}");
            counted = Math.Max(1, most < 0 ? least : most);
        }
        else
        {
            return false;
        }

        TryTake("?");
        return true;
    }

    private bool TryCount(out int least, out int most)
    {
        (least, most) = (0, 0);
        var end = _text.IndexOf('}', _at);
        if (end < 0)
            return false;
        var parts = _text[(_at + 1)..end].Split(',');
        if (parts.Length > 2 || !TryNumber(parts[0], out least))
            return false;
        if (parts.Length == 1)
            most = least;
        else if (parts[1].Length == 0)
            most = -1;
        else if (!TryNumber(parts[1], out most))
            return false;
        _at = end + 1;
        return true;
    }

    // As Go: no sign, no zero before other digits; what is too large is a number all the same.
    private static bool TryNumber(string digits, out int number)
    {
        number = 0;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit) || (digits.Length > 1 && digits[0] == '0'))
            return false;
        number = digits.Length > 6 ? MostRepeats + 1 : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    private (string? Pattern, int Repeats) Element(int depth)
    {
        switch (Next)
        {
            case '(':
                return Group(depth);
            case '[':
                return (new Re2Class(this).Read().Pattern(), 1);
            case '.':
                _at++;
                return ((_flags.HasFlag(Flags.DotAll) ? RuneSet.All : RuneSet.Of('\n', '\n').Negated()).Pattern(), 1);
            case '^':
                _at++;
                return (_flags.HasFlag(Flags.Lines) ? "(?m:^)" : @"\A", 1);
            case '$':
                _at++;
                return (_flags.HasFlag(Flags.Lines) ? "(?m:$)" : @"\z", 1);
            case '\\':
                return (Escaped(), 1);
            default:
                return (Literal(Point()).Pattern(), 1);
        }
    }

    private string? Escaped()
    {
        if (TryTake(@"\A"))
            return @"\A";
        if (TryTake(@"\z"))
            return @"\z";
        if (TryTake(@"\Q"))
            return Quoted();
        if (TryTake(@"\b") || TryTake(@"\B"))
            throw new Refused(@"\b and \B mean ASCII words to Alertmanager and Unicode's here: write what may stand there instead");
        return (TryClass() ?? Literal(EscapedPoint())).Pattern();
    }

    /// <summary><c>\Q…\E</c>. Without its end it would quote the anchor that Alertmanager puts behind the expression.</summary>
    private string? Quoted()
    {
        var end = _text.IndexOf(@"\E", _at, StringComparison.Ordinal);
        if (end < 0)
            throw new Refused(@"a \Q has no \E");
        var letters = new List<string>();
        while (_at < end)
            letters.Add(Literal(Point()).Pattern());
        _at = end + 2;
        if (letters.Count > 1 && !IsAtEnd && Next is '*' or '+' or '?' or '{')
            throw new Refused(@"a repetition after \Q…\E repeats its last letter alone: write that letter after \E");
        return letters.Count == 0 ? null : string.Concat(letters);
    }

    private (string? Pattern, int Repeats) Group(int depth)
    {
        _at++;
        var outside = _flags;
        if (TryTake("?P<"))
            Name();
        else if (TryTake("?") && !Options())
            return (null, 1);

        var (inside, repeats) = Alternation(depth + 1);
        if (!TryTake(")"))
            throw new Refused("a '(' has no ')'");
        _flags = outside;
        return ($"(?:{inside})", repeats);
    }

    private void Name()
    {
        var end = _text.IndexOf('>', _at);
        var name = end < 0 ? "" : _text[_at..end];
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            throw new Refused("a group's name has letters, digits and '_', as in (?P<name>…)");
        if (!_groups.Add(name))
            throw new Refused($"two groups are called '{name}'");
        _at = end + 1;
    }

    /// <summary>The flags after <c>(?</c>. True where a group begins with them, false where they hold for what follows.</summary>
    private bool Options()
    {
        var (flags, isOff, isAny) = (_flags, false, false);
        while (!IsAtEnd)
        {
            var letter = Next;
            _at++;
            switch (letter)
            {
                case 'i' or 's' or 'm' or 'U':
                    var flag = letter switch { 'i' => Flags.Fold, 's' => Flags.DotAll, 'm' => Flags.Lines, _ => Flags.None };
                    flags = isOff ? flags & ~flag : flags | flag;
                    isAny = true;
                    continue;
                case '-' when !isOff:
                    (isOff, isAny) = (true, false);
                    continue;
                case ':' or ')' when !isOff || isAny:
                    _flags = flags;
                    return letter == ':';
                case '=' or '!':
                    throw new Refused("RE2 has no lookahead (?=…), (?!…)");
                case '<':
                    throw new Refused("RE2 has no lookbehind (?<=…), (?<!…), and a group's name is written (?P<name>…)");
                case '>':
                    throw new Refused("RE2 has no atomic groups (?>…)");
                default:
                    throw new Refused($"'(?{letter}' is nothing that RE2 knows: the flags are i, m, s and U");
            }
        }

        throw new Refused("a '(' has no ')'");
    }

    private RuneSet Literal(int point) => Folded(RuneSet.Of(point, point));

    /// <summary>With both cases of each letter where <c>(?i)</c> holds.</summary>
    internal RuneSet Folded(RuneSet set) => !_flags.HasFlag(Flags.Fold)
        ? set
        : set.Folded() ?? throw new Refused("(?i) with letters outside ASCII depends on the version of Unicode: write both cases");

    internal bool Starts(string expected) => string.CompareOrdinal(_text, _at, expected, 0, expected.Length) == 0;

    internal bool Ends => IsAtEnd;

    internal bool Took(string expected) => TryTake(expected);

    /// <summary>The text up to and with <paramref name="end"/>; null, and nothing is taken, where it does not come.</summary>
    internal string? TakeThrough(string end)
    {
        var at = _text.IndexOf(end, _at, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var taken = _text[_at..(at + end.Length)];
        _at = at + end.Length;
        return taken;
    }

    /// <summary><c>\d</c>, <c>\s</c>, <c>\w</c> and their opposites, of ASCII; null where something else follows.</summary>
    internal RuneSet? TryClass()
    {
        if (_at + 1 >= _text.Length || Next != '\\')
            return null;
        RuneSet? set = char.ToLowerInvariant(_text[_at + 1]) switch
        {
            'd' => RuneSet.OfPairs("09"),
            's' => RuneSet.OfPairs("\t\n\f\r  "),
            'w' => RuneSet.OfPairs("09AZ__az"),
            'p' => throw new Refused(@"\p and \P depend on the version of Unicode: write the letters that are meant, such as [0-9]"),
            _ => null,
        };
        if (set is null)
            return null;
        var isNegated = char.IsAsciiLetterUpper(_text[_at + 1]);
        _at += 2;
        set = Folded(set);
        return isNegated ? set.Negated() : set;
    }

    /// <summary>One code point, as it stands there.</summary>
    internal int Point()
    {
        if (Rune.DecodeFromUtf16(_text.AsSpan(_at), out var rune, out var length) != System.Buffers.OperationStatus.Done)
            throw new Refused("it has half of a character");
        _at += length;
        return rune.Value;
    }

    /// <summary>One code point that is written with a backslash.</summary>
    internal int EscapedPoint()
    {
        _at++;
        if (IsAtEnd)
            throw new Refused(@"it ends with a '\'");
        var point = Point();
        switch (point)
        {
            case >= '1' and <= '7' when IsAtEnd || Next is < '0' or > '7':
                throw new Refused("RE2 has no references to groups (\\1)");
            case >= '0' and <= '7':
                var octal = point - '0';
                for (var digits = 1; digits < 3 && !IsAtEnd && Next is >= '0' and <= '7'; digits++, _at++)
                    octal = (octal * 8) + (Next - '0');
                return octal;
            case 'x':
                return Hexadecimal();
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)point):
                return point;
            default:
                throw new Refused($@"'\{char.ConvertFromUtf32(point)}' is nothing that RE2 knows");
        }
    }

    private int Hexadecimal()
    {
        var digits = TryTake("{") ? TakeThrough("}")?[..^1] : _at + 2 <= _text.Length ? _text[_at..(_at + 2)] : null;
        if (digits is null || digits.Length is 0 or > 8 || !digits.All(char.IsAsciiHexDigit))
            throw new Refused(@"\x takes two digits, or more in braces: \x7F, \x{10FFFF}");
        if (_text[_at - 1] != '}')
            _at += 2;
        var point = uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.IsValid(point) ? (int)point : throw new Refused($@"\x{{{digits}}} is no character");
    }

    /// <summary>Why an expression is refused; it never leaves the reading.</summary>
    internal sealed class Refused(string why) : Exception(why);
}

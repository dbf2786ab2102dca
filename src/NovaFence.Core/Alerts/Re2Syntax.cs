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

    private readonly Re2Text _text;
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private Flags _flags;

    private Re2Syntax(string text) => _text = new Re2Text(text);

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
            if (!syntax._text.IsAtEnd)
                throw new Re2Text.Refused("it has a ')' too many");
            pattern = $@"\A(?:{all})\z";
            return true;
        }
        catch (Re2Text.Refused refused)
        {
            problem = refused.Message;
            return false;
        }
    }

    /// <summary>Up to the end or the group's <c>)</c>; flags that are set within hold until there.</summary>
    private (string Pattern, int Repeats) Alternation(int depth)
    {
        if (depth > MostDepth)
            throw new Re2Text.Refused($"it has groups in more than {MostDepth} groups");
        var all = new StringBuilder();
        var repeats = 1;
        // The element that a following '*', '+', '?' or '{' repeats; null where there is none.
        string? last = null;
        var lastRepeats = 1;
        var isRepeated = false;
        while (!_text.IsAtEnd && _text.Next != ')')
        {
            if (_text.TryTake("|"))
            {
                all.Append(last).Append('|');
                (last, isRepeated) = (null, false);
            }
            else if (TryRepetition(out var written, out var counted))
            {
                if (isRepeated)
                    throw new Re2Text.Refused($"it repeats a repetition with '{written}': write a group around the first");
                if (last is null)
                    throw new Re2Text.Refused($"'{written}' has nothing before it to repeat");
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
                throw new Re2Text.Refused($"its repetitions come to more than {MostRepeats}");
        }

        return (all.Append(last).ToString(), Math.Max(repeats, lastRepeats));
    }

    /// <summary>A repetition as .NET writes it too, without greed; a brace that is none is a letter.</summary>
    private bool TryRepetition([NotNullWhen(true)] out string? written, out int counted)
    {
        (written, counted) = (null, 1);
        if (_text.Next is '*' or '+' or '?')
        {
            written = _text.Take().ToString();
        }
        else if (_text.Next == '{' && TryCount(out var least, out var most))
        {
            if (least > MostRepeats || most > MostRepeats || (most >= 0 && most < least))
                throw new Re2Text.Refused($"it repeats {{{least},{(most < 0 ? "" : most)}}}: 0 to {MostRepeats} times are possible, the lesser number first");
            written = most < 0 ? string.Create(CultureInfo.InvariantCulture, $"{{{least},}}") : string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}");
            counted = Math.Max(1, most < 0 ? least : most);
        }
        else
        {
            return false;
        }

        _text.TryTake("?");
        return true;
    }

    private bool TryCount(out int least, out int most)
    {
        (least, most) = (0, 0);
        if (_text.Peek('}') is not { } counted)
            return false;
        var parts = counted[1..].Split(',');
        if (parts.Length > 2 || !TryNumber(parts[0], out least))
            return false;
        if (parts.Length == 1)
            most = least;
        else if (parts[1].Length == 0)
            most = -1;
        else if (!TryNumber(parts[1], out most))
            return false;
        _text.TakeThrough("}");
        return true;
    }

    // Go takes no sign and no leading zero, and reads a number that is too large as a number (and refuses it as one).
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
        switch (_text.Next)
        {
            case '(':
                return Group(depth);
            case '[':
                return (new Re2Class(_text, Folded).Read().Pattern(), 1);
            case '.':
                _text.Take();
                return ((_flags.HasFlag(Flags.DotAll) ? RuneSet.All : RuneSet.Of('\n', '\n').Negated()).Pattern(), 1);
            case '^':
                _text.Take();
                return (_flags.HasFlag(Flags.Lines) ? "(?m:^)" : @"\A", 1);
            case '$':
                _text.Take();
                return (_flags.HasFlag(Flags.Lines) ? "(?m:$)" : @"\z", 1);
            case '\\':
                return (Escaped(), 1);
            default:
                return (Literal(_text.Point()).Pattern(), 1);
        }
    }

    private string? Escaped()
    {
        if (_text.TryTake(@"\A"))
            return @"\A";
        if (_text.TryTake(@"\z"))
            return @"\z";
        if (_text.TryTake(@"\Q"))
            return Quoted();
        if (_text.TryTake(@"\b") || _text.TryTake(@"\B"))
            throw new Re2Text.Refused(@"\b and \B mean ASCII words to Alertmanager and Unicode's here: write what may stand there instead");
        return (new Re2Class(_text, Folded).TryEscaped() ?? Literal(_text.EscapedPoint())).Pattern();
    }

    /// <summary><c>\Q…\E</c>. Without its end it would quote the anchor that Alertmanager puts behind the expression.</summary>
    private string? Quoted()
    {
        var quoted = _text.TakeThrough(@"\E") ?? throw new Re2Text.Refused(@"a \Q has no \E");
        var letters = new Re2Text(quoted[..^2]).Points().Select(point => Literal(point).Pattern()).ToList();
        if (letters.Count > 1 && !_text.IsAtEnd && _text.Next is '*' or '+' or '?' or '{')
            throw new Re2Text.Refused(@"a repetition after \Q…\E repeats its last letter alone: write that letter after \E");
        return letters.Count == 0 ? null : string.Concat(letters);
    }

    private (string? Pattern, int Repeats) Group(int depth)
    {
        _text.Take();
        var outside = _flags;
        if (_text.TryTake("?P<"))
            Name();
        else if (_text.TryTake("?") && !Options())
            return (null, 1);

        var (inside, repeats) = Alternation(depth + 1);
        if (!_text.TryTake(")"))
            throw new Re2Text.Refused("a '(' has no ')'");
        _flags = outside;
        return ($"(?:{inside})", repeats);
    }

    private void Name()
    {
        var name = _text.TakeThrough(">")?[..^1] ?? "";
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            throw new Re2Text.Refused("a group's name has letters, digits and '_', as in (?P<name>…)");
        if (!_groups.Add(name))
            throw new Re2Text.Refused($"two groups are called '{name}'");
    }

    /// <summary>The flags after <c>(?</c>. True where a group begins with them, false where they hold for what follows.</summary>
    private bool Options()
    {
        var (flags, isOff, isAny) = (_flags, false, false);
        while (!_text.IsAtEnd)
        {
            var letter = _text.Take();
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
                    throw new Re2Text.Refused("RE2 has no lookahead (?=…), (?!…)");
                case '<':
                    throw new Re2Text.Refused("RE2 has no lookbehind (?<=…), (?<!…), and a group's name is written (?P<name>…)");
                case '>':
                    throw new Re2Text.Refused("RE2 has no atomic groups (?>…)");
                default:
                    throw new Re2Text.Refused($"'(?{letter}' is nothing that RE2 knows: the flags are i, m, s and U");
            }
        }

        throw new Re2Text.Refused("a '(' has no ')'");
    }

    private RuneSet Literal(int point) => Folded(RuneSet.Of(point, point));

    /// <summary>With both cases of each letter where <c>(?i)</c> holds.</summary>
    private RuneSet Folded(RuneSet set) => !_flags.HasFlag(Flags.Fold)
        ? set
        : set.Folded() ?? throw new Re2Text.Refused("(?i) with letters outside ASCII depends on the version of Unicode: write both cases");
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace NovaFence.Core.Alerts;

/// <summary>The text of an expression, read from its begin to its end.</summary>
internal sealed class Re2Text(string text)
{
    private int _at;

    internal bool IsAtEnd => _at >= text.Length;

    /// <summary>The next letter, which is not taken.</summary>
    internal char Next => text[_at];

    internal char Take() => text[_at++];

    internal bool Starts(string expected) => string.CompareOrdinal(text, _at, expected, 0, expected.Length) == 0;

    internal bool TryTake(string expected)
    {
        if (!Starts(expected))
            return false;
        _at += expected.Length;
        return true;
    }

    /// <summary>The letter after the next one; <c>\0</c> where there is none.</summary>
    internal char Second => _at + 1 < text.Length ? text[_at + 1] : '\0';

    /// <summary>What stands before the next <paramref name="end"/>, which is not taken; null where that does not come.</summary>
    internal string? Peek(char end) => text.IndexOf(end, _at) is var at and >= 0 ? text[_at..at] : null;

    /// <summary>The text up to and with <paramref name="end"/>; null, and nothing is taken, where it does not come.</summary>
    internal string? TakeThrough(string end)
    {
        var at = text.IndexOf(end, _at, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var taken = text[_at..(at + end.Length)];
        _at = at + end.Length;
        return taken;
    }

    /// <summary>All that is left.</summary>
    internal IEnumerable<int> Points()
    {
        while (!IsAtEnd)
            yield return Point();
    }

    /// <summary>One code point, as it stands there.</summary>
    internal int Point()
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(_at), out var rune, out var length) != OperationStatus.Done)
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
        string? digits = null;
        if (TryTake("{"))
        {
            digits = TakeThrough("}")?[..^1];
        }
        else if (_at + 2 <= text.Length)
        {
            digits = text[_at..(_at + 2)];
            _at += 2;
        }

        if (digits is null || digits.Length is 0 or > 8 || !digits.All(char.IsAsciiHexDigit))
            throw new Refused(@"\x takes two digits, or more in braces: \x7F, \x{10FFFF}");
        var point = uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.IsValid(point) ? (int)point : throw new Refused($@"\x{{{digits}}} is no character");
    }

    /// <summary>Why an expression is refused; it never leaves the reading.</summary>
    internal sealed class Refused(string why) : Exception(why);
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace NovaFence.Sandbox.Compute;

/// <summary>A version of Nova's API, as clients ask for it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct Microversion(int Major, int Minor) : IComparable<Microversion>
{
    public static Microversion Min { get; } = new(2, 1);

    /// <summary>Zed's: what was recorded.</summary>
    public static Microversion Newest { get; } = new(2, 93);

    public static bool operator <(Microversion left, Microversion right) => left.CompareTo(right) < 0;

    public static bool operator >(Microversion left, Microversion right) => left.CompareTo(right) > 0;

    public static bool operator <=(Microversion left, Microversion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Microversion left, Microversion right) => left.CompareTo(right) >= 0;

    /// <summary>Null when the text is not <c>major.minor</c> without leading zeros.</summary>
    public static Microversion? Parse(string text)
    {
        Match match = Form().Match(text);
        return match.Success
            && int.TryParse(match.Groups["major"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(match.Groups["minor"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? new(major, minor)
            : null;
    }

    public int CompareTo(Microversion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <summary>True from 2.<paramref name="minor"/> on.</summary>
    public bool From(int minor) => this >= new Microversion(2, minor);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    [GeneratedRegex(@"^(?<major>[1-9][0-9]*)\.(?<minor>[1-9][0-9]*|0)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}

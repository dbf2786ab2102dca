using System.Globalization;

namespace NovaFence.Http.Receivers;

/// <summary>Times as Go and PagerDuty write them: RFC 3339 with any offset and up to nanoseconds.</summary>
internal static class Rfc3339
{
    private const int TicksDigits = 7;
    private const int WholeSeconds = 19;
    private const int MostDigits = 9;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>
    /// Reads a time as UTC. A time without an offset is refused, because its zone would be a guess. Digits beyond .NET's 100 ns are cut.
    /// </summary>
    public static bool TryParse(string text, out DateTimeOffset utc)
    {
        utc = default;
        if (text.Length < WholeSeconds + 1)
            return false;

        var fraction = text[WholeSeconds] == '.' ? text.AsSpan(WholeSeconds + 1) : [];
        var digits = fraction.IndexOfAnyExceptInRange('0', '9');
        if (text[WholeSeconds] == '.' && digits is < 1 or > MostDigits)
            return false;

        // The format 'zzz' also takes an offset without a colon, which RFC 3339 does not have.
        var offset = text.AsSpan(text[WholeSeconds] == '.' ? WholeSeconds + 1 + digits : WholeSeconds);
        if (offset is not "Z" && !(offset.Length == 6 && offset[3] == ':'))
            return false;

        var kept = digits > TicksDigits ? text.Remove(WholeSeconds + 1 + TicksDigits, digits - TicksDigits) : text;
        if (!DateTimeOffset.TryParseExact(kept, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return false;
        utc = time.ToUniversalTime();
        return true;
    }
}

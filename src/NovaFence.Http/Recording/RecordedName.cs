using System.Globalization;

namespace NovaFence.Http.Recording;

/// <summary>The name of a recorded delivery's file: when it was received, UTC, and by which receiver. Names sort by time.</summary>
public static class RecordedName
{
    /// <summary>How a recording's name ends.</summary>
    public const string Extension = ".json";

    private const string Format = "yyyyMMdd'T'HHmmss'.'fffffff";
    private const int TimeLength = 23;

    /// <summary>The name.</summary>
    public static string Of(DateTimeOffset receivedAt, string receiver) =>
        $"{receivedAt.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}-{receiver}{Extension}";

    /// <summary>Reads a name.</summary>
    /// <param name="name">The file's name without its folder.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="receiver">By which receiver; null where the name does not say.</param>
    public static bool TryRead(string name, out DateTimeOffset receivedAt, out string? receiver)
    {
        receiver = null;
        receivedAt = default;
        if (name.Length < TimeLength
            || !DateTimeOffset.TryParseExact(
                name.AsSpan(0, TimeLength), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out receivedAt))
        {
            return false;
        }

        var rest = name[TimeLength..];
        if (rest.StartsWith('-') && rest.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && rest.Length > Extension.Length + 1)
            receiver = rest[1..^Extension.Length];
        return true;
    }
}

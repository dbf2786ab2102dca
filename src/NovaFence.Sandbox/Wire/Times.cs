using System.Globalization;

namespace NovaFence.Sandbox.Wire;

/// <summary>OpenStack's ways of writing a moment, all of them UTC.</summary>
internal static class Times
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Keystone's usual form: microseconds and Z.</summary>
    public static string Zulu(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Of a token whose end is its application credential's: neither fraction nor zone.</summary>
    public static string Bare(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Nova's os-services: microseconds, no zone.</summary>
    public static string Micros(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>As MariaDB keeps it: the fraction is cut off.</summary>
    public static DateTimeOffset Seconds(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTimeOffset at) ? at : null;
}

using System.Globalization;

namespace NovaFence.OpenStack;

/// <summary>
/// Reads OpenStack's ways of writing a moment, all of them UTC: <c>2026-11-22T14:53:13.000000Z</c>, <c>2026-11-22T14:01:09</c> and
/// <c>2026-11-22T13:48:36.511396</c>.
/// </summary>
internal static class UtcMoment
{
    /// <summary>Null for what is absent or no moment.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
}

using System.Globalization;

namespace NovaFence.Core.Hosts;

/// <summary>How long a pause is to last, as an operator writes it: <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1d</c>, <c>1h30m</c>.</summary>
public static class PauseDuration
{
    /// <summary>What can be written, for a sentence.</summary>
    public const string Forms = "90s, 30m, 2h, 1d or 1h30m, above zero and at most 366 days";

    private const string Units = "dhms";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Reads it: whole numbers, each with its unit, the larger unit first and none twice.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan();
        var least = -1;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 8)
                return false;
            var unit = Units.IndexOf(rest[digits], StringComparison.Ordinal);
            if (unit <= least)
                return false;
            least = unit;
            duration += int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture) * LengthOf(unit);
            rest = rest[(digits + 1)..];
        }

        return duration > TimeSpan.Zero && duration <= Longest;
    }

    private static TimeSpan LengthOf(int unit) => unit switch
    {
        0 => TimeSpan.FromDays(1),
        1 => TimeSpan.FromHours(1),
        2 => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromSeconds(1),
    };
}

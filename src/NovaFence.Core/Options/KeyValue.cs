using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NovaFence.Core.Options;

/// <summary>Reads one value, and says what belongs there instead. .NET's own readers take more: 90 and 24:00:00 for days, 0x10 and 7 for a mode.</summary>
internal static partial class KeyValue
{
    /// <summary>Reads a value of a property's type; false where it is none.</summary>
    internal static bool TryRead(string text, Type type, out object? value)
    {
        value = null;
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted == typeof(string))
            value = text;
        else if (wanted == typeof(bool) && bool.TryParse(text, out var truth))
            value = truth;
        else if (wanted == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            value = whole;
        else if (wanted == typeof(double) && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            value = number;
        else if (wanted == typeof(TimeSpan) && Time().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time))
            value = time;
        else if (wanted.IsEnum && Enum.GetNames(wanted).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name)
            value = Enum.Parse(wanted, name);
        return value is not null;
    }

    /// <summary>What to write there.</summary>
    internal static string Wanted(Type type, RangeAttribute? range)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        var kind = wanted == typeof(bool) ? "true or false"
            : wanted == typeof(int) ? "a whole number"
            : wanted == typeof(double) ? "a number, such as 0.2"
            : wanted == typeof(TimeSpan) ? "a time as hh:mm:ss or d.hh:mm:ss"
            : wanted.IsEnum ? string.Join(" or ", Enum.GetNames(wanted).Select(name => name.ToLowerInvariant()))
            : "a text";
        return range is null ? kind : $"{kind}, {Between(range)}";
    }

    /// <summary>A value as it is written in a file.</summary>
    internal static string Shown(object? value) => value switch
    {
        TimeSpan time when time.Ticks % TimeSpan.TicksPerSecond != 0 => time.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0'),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static string Between(RangeAttribute range)
    {
        // RangeAttribute converts its limits from text when it first validates.
        _ = range.IsValid(null);
        if (range.OperandType == typeof(TimeSpan))
            return $"{Shown(TimeSpan.Parse(range.Minimum.ToString()!, CultureInfo.InvariantCulture))} to {Shown(TimeSpan.Parse(range.Maximum.ToString()!, CultureInfo.InvariantCulture))}";
        return $"{(range.MinimumIsExclusive ? "above " : "")}{Shown(range.Minimum)}{(range.MinimumIsExclusive ? ", up to " : " to ")}{Shown(range.Maximum)}";
    }

    // Hours to 23: what has more would be read as days, hours and minutes.
    [GeneratedRegex(@"\A(0|([0-9]{1,5}\.)?([01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Time();
}

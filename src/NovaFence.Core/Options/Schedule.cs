using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace NovaFence.Core.Options;

/// <summary>Times that recur: by an NCRONTAB expression of six fields, UTC, or so long after each other.</summary>
public sealed partial class Schedule
{
    private readonly CronExpression? _expression;
    private readonly TimeSpan _interval;

    private Schedule(CronExpression? expression, TimeSpan interval)
    {
        _expression = expression;
        _interval = interval;
    }

    /// <summary>The shortest interval: as often as an expression can say.</summary>
    public static TimeSpan ShortestInterval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Reads an NCRONTAB expression of six fields, seconds first, or an interval <c>[d.]hh:mm:ss</c> of <see cref="ShortestInterval"/> or more, as the timer of
    /// Azure Functions does (https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer). Null where it is neither, and where its time never comes.
    /// </summary>
    public static Schedule? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (SixFields().IsMatch(text) && CronExpression.TryParse(text, CronFormat.IncludeSeconds, out var expression) && expression.GetNextOccurrence(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc) is not null)
            return new Schedule(expression, TimeSpan.Zero);
        // A number alone would be so many days.
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var interval) && interval >= ShortestInterval
            ? new Schedule(null, interval)
            : null;
    }

    /// <summary>The next time after that moment, where the last was then; null where there is none any more.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _expression is null ? after + _interval : _expression.GetNextOccurrence(after, TimeZoneInfo.Utc);

    // What the library reads besides (macros, L, W, #, ?) no timer of Azure Functions does.
    [GeneratedRegex(@"^\s*(?:(?:[0-9*,/-]|(?<![A-Z])[A-Z]{3}(?![A-Z]))+(?:\s+|\z)){6}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixFields();
}

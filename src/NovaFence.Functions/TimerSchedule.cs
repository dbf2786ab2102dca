using System.Globalization;
using NovaFence.Core.Options;

namespace NovaFence.Functions;

/// <summary>
/// The audit's timer. The Functions host, and Flex Consumption's scale controller beside it, put the schedule into the trigger themselves, from a setting
/// whose name has neither <c>:</c> nor <c>__</c>. NovaFence tells from <c>NovaFence:Audit:Schedule</c> when an audit is overdue. So the two have to say the same.
/// </summary>
internal sealed class TimerSchedule(IConfiguration configuration) : IOptionsCheck<NovaFenceOptions>
{
    /// <summary>The setting that the trigger names.</summary>
    internal const string Setting = "NOVAFENCE_AUDIT_SCHEDULE";

    private const string Key = "NovaFence:Audit:Schedule";

    /// <summary>The last of the six fields.</summary>
    private const int DayOfWeek = 5;

    private static readonly string[][] Names =
    [
        ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    ];

    /// <summary>What is wrong where the timer would run at other times than NovaFence expects, or not at all.</summary>
    public IEnumerable<string> Problems(NovaFenceOptions options)
    {
        var ours = options.Audit.Schedule;
        if (configuration[Setting] is not { Length: > 0 } timer)
            yield return $"{Setting} is missing, and the Functions host runs no audit without it: write '{ours}', which is {Key}";
        else if (timer.Trim() != ours.Trim())
            yield return $"{Setting} is '{timer}', but {Key} is '{ours}': write the same in both";
        else if (ReadOtherwise(ours) is { } part)
            yield return $"{Key} has '{part}', and the timer of Azure Functions reads that otherwise than NovaFence: it has no day of the week 7, and turns a range round that ends before it begins. Write 0 for Sunday, and two ranges such as '22-23,0-6' for one over the end";
    }

    /// <summary>
    /// What of an expression the host's NCRONTAB means otherwise, or does not know (https://github.com/atifaziz/NCrontab/blob/master/NCrontab/CrontabField.cs); null where there is nothing.
    /// </summary>
    private static string? ReadOtherwise(string schedule)
    {
        var fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (var field = 0; field < fields.Length; field++)
        {
            foreach (var part in fields[field].Split(','))
            {
                var ends = part.Split('/')[0].Split('-').Select(Value).ToList();
                if (ends is [{ } first, { } last] && first > last || field == DayOfWeek && ends.Contains(7))
                    return part;
            }
        }

        return null;
    }

    private static int? Value(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Array.FindIndex(Names, names => names.Contains(text, StringComparer.OrdinalIgnoreCase)) is var kind and >= 0
            ? Array.FindIndex(Names[kind], name => name.Equals(text, StringComparison.OrdinalIgnoreCase))
            : null;
}

/// <summary>Its registration.</summary>
internal static class TimerScheduleRegistration
{
    /// <summary>Adds the check, and the setting to those that are read.</summary>
    internal static IServiceCollection AddTimerSchedule(this IServiceCollection services) => services
        .AddSingleton(new OwnVariable(TimerSchedule.Setting))
        .AddNovaFenceOptionsCheck<NovaFenceOptions, TimerSchedule>();
}

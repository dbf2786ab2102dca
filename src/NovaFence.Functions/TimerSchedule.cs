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

    /// <summary>What is wrong where the timer would run at other times than NovaFence expects, or not at all.</summary>
    public IEnumerable<string> Problems(NovaFenceOptions options)
    {
        var ours = options.Audit.Schedule;
        if (configuration[Setting] is not { Length: > 0 } timer)
            yield return $"{Setting} is missing, and the Functions host runs no audit without it: write '{ours}', which is {Key}";
        else if (timer.Trim() != ours.Trim())
            yield return $"{Setting} is '{timer}', but {Key} is '{ours}': write the same in both";
    }
}

/// <summary>Its registration.</summary>
internal static class TimerScheduleRegistration
{
    /// <summary>Adds the check, and the setting to those that are read.</summary>
    internal static IServiceCollection AddTimerSchedule(this IServiceCollection services) => services
        .AddSingleton(new OwnVariable(TimerSchedule.Setting))
        .AddNovaFenceOptionsCheck<NovaFenceOptions, TimerSchedule>();
}

namespace NovaFence.Core.Options;

/// <summary>Refuses a schedule that no timer could read.</summary>
internal sealed class ScheduleCheck : IOptionsCheck<NovaFenceOptions>
{
    public IEnumerable<string> Problems(NovaFenceOptions options) => Schedule.Read(options.Audit.Schedule) is not null
        ? []
        : [$"NovaFence:Audit:Schedule '{options.Audit.Schedule}' is not an NCRONTAB expression of six fields whose time ever comes, such as \"0 * * * * *\" for every minute, nor an interval of 1 s or more, such as \"00:05:00\""];
}

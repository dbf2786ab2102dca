using Cronos;
using NovaFence.Core.Options;

namespace NovaFence.Server.Hosting;

/// <summary>Refuses a schedule that the timer could not read.</summary>
internal sealed class ScheduleCheck : IOptionsCheck<NovaFenceOptions>
{
    public IEnumerable<string> Problems(NovaFenceOptions options) => CronExpression.TryParse(options.Audit.Schedule, CronFormat.IncludeSeconds, out _)
        ? []
        : [$"NovaFence:Audit:Schedule '{options.Audit.Schedule}' is not an NCRONTAB expression of six fields, such as \"0 * * * * *\" for every minute"];
}

using Cronos;
using Microsoft.Extensions.Options;
using NovaFence.Core.Options;

namespace NovaFence.Server.Hosting;

/// <summary>Refuses a schedule that the timer could not read.</summary>
internal sealed class ScheduleValidator : IValidateOptions<NovaFenceOptions>
{
    public ValidateOptionsResult Validate(string? name, NovaFenceOptions options) =>
        CronExpression.TryParse(options.Audit.Schedule, CronFormat.IncludeSeconds, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"NovaFence:Audit:Schedule '{options.Audit.Schedule}' is not an NCRONTAB expression of six fields, such as \"0 * * * * *\" for every minute");
}

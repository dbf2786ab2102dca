using Microsoft.Extensions.Options;
using NovaFence.Core.Options;
using NovaFence.Http.Receivers.PagerDuty;

namespace NovaFence.Http.Options;

/// <summary>Refuses a <see cref="HostsOptions.PagerDutyPattern"/> that cannot be used.</summary>
internal sealed class PagerDutyPatternValidation : IValidateOptions<HostsOptions>
{
    public ValidateOptionsResult Validate(string? name, HostsOptions options) =>
        PagerDutyHostPattern.TryRead(options.PagerDutyPattern, out _, out var problem)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"NovaFence:Hosts:PagerDutyPattern {problem}");
}

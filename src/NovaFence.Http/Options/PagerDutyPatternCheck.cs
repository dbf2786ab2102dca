using NovaFence.Core.Options;
using NovaFence.Http.Receivers.PagerDuty;

namespace NovaFence.Http.Options;

/// <summary>Refuses a <see cref="HostsOptions.PagerDutyPattern"/> that cannot be used.</summary>
internal sealed class PagerDutyPatternCheck : IOptionsCheck<HostsOptions>
{
    public IEnumerable<string> Problems(HostsOptions options) =>
        PagerDutyHostPattern.TryRead(options.PagerDutyPattern, out _, out var problem) ? [] : [$"NovaFence:Hosts:PagerDutyPattern {problem}"];
}

using Microsoft.Extensions.Options;
using NovaFence.Core.Options;

namespace NovaFence.Http.Options;

/// <summary>Finds tokens and secrets that nobody could send or everybody could guess, and a body's limit that PagerDuty would break.</summary>
internal sealed class ReceiversCheck(IOptions<AnswerOptions> answers) : IOptionsCheck<ReceiversOptions>
{
    public IEnumerable<string> Problems(ReceiversOptions options)
    {
        var leastLength = answers.Value.Sandbox ? 1 : SecretRules.LeastLength;
        return
        [
            .. SecretRules.Problems($"{ReceiversOptions.Section}:Alertmanager:Tokens", options.Alertmanager.Tokens, leastLength),
            .. SecretRules.Problems($"{ReceiversOptions.Section}:Grafana:Tokens", options.Grafana.Tokens, leastLength),
            .. SecretRules.Problems($"{ReceiversOptions.Section}:Grafana:Secrets", options.Grafana.Secrets, leastLength),
            .. SecretRules.TimestampProblems($"{ReceiversOptions.Section}:Grafana", options.Grafana.TimestampHeader, options.Grafana.Secrets, "X-Grafana-Alerting-Timestamp"),
            .. SecretRules.Problems($"{ReceiversOptions.Section}:PagerDuty:Secrets", options.PagerDuty.Secrets, leastLength),
            .. GenericRules.Problems(options.Generic, answers.Value.Sandbox ? 1 : GenericReceiverOptions.LeastSecretLength),
            .. OfBody(options),
        ];
    }

    private static IEnumerable<string> OfBody(ReceiversOptions options)
    {
        foreach (var (key, bytes) in (IEnumerable<(string, int)>)[(nameof(options.MaxBodyBytes), options.MaxBodyBytes), (nameof(options.MaxSignedBodyBytes), options.MaxSignedBodyBytes)])
        {
            if (options.PagerDuty.Secrets.Count > 0 && bytes < ReceiversOptions.PagerDutyBodyBytes)
                yield return FormattableString.Invariant($"{ReceiversOptions.Section}:{key} is {bytes}: write 262144 (256 KiB) or more, because PagerDuty sends that much");
        }

        if (options.MaxUnverifiedBytes < options.MaxSignedBodyBytes)
            yield return FormattableString.Invariant($"{ReceiversOptions.Section}:MaxUnverifiedBytes is {options.MaxUnverifiedBytes}, less than the largest body of {ReceiversOptions.Section}:MaxSignedBodyBytes ({options.MaxSignedBodyBytes}): write several times that");
    }
}

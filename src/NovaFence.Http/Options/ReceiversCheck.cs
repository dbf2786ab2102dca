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
        if (options.PagerDuty.Secrets.Count > 0 && options.MaxBodyBytes < ReceiversOptions.PagerDutyBodyBytes)
            yield return FormattableString.Invariant($"{ReceiversOptions.Section}:MaxBodyBytes is {options.MaxBodyBytes}: write 262144 (256 KiB) or more, because PagerDuty sends that much");
    }
}

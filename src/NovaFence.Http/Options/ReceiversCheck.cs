using Microsoft.Extensions.Options;
using NovaFence.Core.Options;

namespace NovaFence.Http.Options;

/// <summary>Finds tokens and secrets that nobody could send or everybody could guess, and a body's limit that PagerDuty would break.</summary>
internal sealed class ReceiversCheck(IOptions<AnswerOptions> answers) : IOptionsCheck<ReceiversOptions>
{
    private const string TokensKey = $"{ReceiversOptions.Section}:Alertmanager:Tokens";
    private const string SecretsKey = $"{ReceiversOptions.Section}:PagerDuty:Secrets";

    public IEnumerable<string> Problems(ReceiversOptions options)
    {
        var leastLength = answers.Value.Sandbox ? 1 : SecretRules.LeastLength;
        IEnumerable<string> problems =
        [
            .. SecretRules.Problems(TokensKey, options.Alertmanager.Tokens, leastLength),
            .. SecretRules.Problems(SecretsKey, options.PagerDuty.Secrets, leastLength),
        ];
        return options.PagerDuty.Secrets.Count == 0 || options.MaxBodyBytes >= ReceiversOptions.PagerDutyBodyBytes
            ? problems
            : problems.Append(FormattableString.Invariant($"{ReceiversOptions.Section}:MaxBodyBytes is {options.MaxBodyBytes}: write 262144 (256 KiB) or more, because PagerDuty sends that much"));
    }
}

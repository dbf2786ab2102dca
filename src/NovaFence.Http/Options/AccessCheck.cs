using Microsoft.Extensions.Options;
using NovaFence.Core.Options;

namespace NovaFence.Http.Options;

/// <summary>Finds tokens that nobody could send, or everybody could guess.</summary>
internal sealed class AccessCheck(IOptions<AnswerOptions> answers) : IOptionsCheck<AccessOptions>
{
    public IEnumerable<string> Problems(AccessOptions options)
    {
        var leastLength = answers.Value.Sandbox ? 1 : SecretRules.LeastLength;
        return
        [
            .. SecretRules.Problems($"{AccessOptions.Section}:OperatorTokens", options.OperatorTokens, leastLength),
            .. SecretRules.Problems($"{AccessOptions.Section}:ReaderTokens", options.ReaderTokens, leastLength),
            .. SecretRules.Problems($"{AccessOptions.Section}:MetricsTokens", options.MetricsTokens, leastLength),
        ];
    }
}

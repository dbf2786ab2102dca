using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NovaFence.Http.Options;

/// <summary>Collects every problem of <see cref="AccessOptions"/>.</summary>
internal sealed class AccessValidation(IConfiguration configuration, IOptions<AnswerOptions> answers) : IValidateOptions<AccessOptions>
{
    private const string OperatorsKey = $"{AccessOptions.Section}:OperatorTokens";
    private const string ReadersKey = $"{AccessOptions.Section}:ReaderTokens";

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var leastLength = answers.Value.Sandbox ? 1 : SecretRules.LeastLength;
        List<string> problems =
        [
            .. ListWrittenAsValue.Problems(configuration, OperatorsKey),
            .. ListWrittenAsValue.Problems(configuration, ReadersKey),
            .. SecretRules.Problems(OperatorsKey, options.OperatorTokens, leastLength),
            .. SecretRules.Problems(ReadersKey, options.ReaderTokens, leastLength),
        ];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

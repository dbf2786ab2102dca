using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NovaFence.Http.Options;

/// <summary>Collects every problem of <see cref="ReceiversOptions"/>, so that one start names them all.</summary>
internal sealed class ReceiversValidation(IConfiguration configuration, IOptions<AnswerOptions> answers) : IValidateOptions<ReceiversOptions>
{
    private const string TokensKey = $"{ReceiversOptions.Section}:Alertmanager:Tokens";
    private const string SecretsKey = $"{ReceiversOptions.Section}:PagerDuty:Secrets";

    public ValidateOptionsResult Validate(string? name, ReceiversOptions options)
    {
        var leastLength = answers.Value.Sandbox ? 1 : SecretRules.LeastLength;
        List<string> problems =
        [
            .. ListWrittenAsValue.Problems(configuration, TokensKey),
            .. ListWrittenAsValue.Problems(configuration, SecretsKey),
            .. SecretRules.Problems(TokensKey, options.Alertmanager.Tokens, leastLength),
            .. SecretRules.Problems(SecretsKey, options.PagerDuty.Secrets, leastLength),
            .. Numbers(options),
        ];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Numbers(ReceiversOptions options)
    {
        const string section = ReceiversOptions.Section;
        if (options.MaxBodyBytes is < ReceiversOptions.LeastMaxBodyBytes or > ReceiversOptions.MostMaxBodyBytes)
            yield return Outside($"{section}:MaxBodyBytes", options.MaxBodyBytes, "1024 to 16777216 (16 MiB)");
        else if (options.PagerDuty.Secrets.Count > 0 && options.MaxBodyBytes < ReceiversOptions.PagerDutyBodyBytes)
            yield return Outside($"{section}:MaxBodyBytes", options.MaxBodyBytes, "262144 (256 KiB) or more, because PagerDuty sends that much");
        if (options.RetryAfter < TimeSpan.FromSeconds(1) || options.RetryAfter > TimeSpan.FromHours(1))
            yield return Outside($"{section}:RetryAfter", options.RetryAfter, "00:00:01 to 01:00:00");
        if (options.Alertmanager.MaxAlerts is < 1 or > 10_000)
            yield return Outside($"{section}:Alertmanager:MaxAlerts", options.Alertmanager.MaxAlerts, "1 to 10000");
        if (options.Alertmanager.AnswerWithin < TimeSpan.FromSeconds(1) || options.Alertmanager.AnswerWithin > TimeSpan.FromSeconds(60))
            yield return Outside($"{section}:Alertmanager:AnswerWithin", options.Alertmanager.AnswerWithin, "00:00:01 to 00:01:00");
        if (options.PagerDuty.AnswerWithin < TimeSpan.FromSeconds(1) || options.PagerDuty.AnswerWithin > TimeSpan.FromSeconds(4.9))
            yield return Outside($"{section}:PagerDuty:AnswerWithin", options.PagerDuty.AnswerWithin, "00:00:01 to 00:00:04.9 (PagerDuty waits 5 s)");
    }

    private static string Outside(string key, IFormattable value, string range) =>
        $"{key} is {value.ToString(null, CultureInfo.InvariantCulture)}: write {range}";
}

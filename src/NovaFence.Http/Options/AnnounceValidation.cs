using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using NovaFence.Http.Announcing;

namespace NovaFence.Http.Options;

/// <summary>Collects every problem of <see cref="AnnounceOptions"/>. No sentence shows the token, or an address that may hold a password.</summary>
internal sealed class AnnounceValidation(IConfiguration configuration, IOptions<AnswerOptions> answers) : IValidateOptions<AnnounceOptions>
{
    private const string UrlsKey = $"{AnnounceOptions.Section}:Urls";
    private const string TokenKey = $"{AnnounceOptions.Section}:Token";
    private const string LabelsKey = $"{AnnounceOptions.Section}:Labels";

    public ValidateOptionsResult Validate(string? name, AnnounceOptions options)
    {
        List<string> problems =
        [
            .. ListWrittenAsValue.Problems(configuration, UrlsKey),
            .. options.Urls.Select((url, index) => Problem($"{UrlsKey}:{index}", url)).OfType<string>(),
            .. Times(options),
            .. LabelsWrittenAsValue(),
            .. options.Labels.Select(Problem).OfType<string>(),
        ];
        if (SecretRules.Problem(TokenKey, options.Token, answers.Value.Sandbox ? 1 : SecretRules.LeastLength) is { } problem)
            problems.Add(problem);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? Problem(string key, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            return $"{key} is no address: write http:// or https://, the host, and the path where Alertmanager serves below one";
        // An address is not treated as a secret anywhere, and a password in it would not be sent.
        if (address.UserInfo.Length > 0)
            return $"{key} has a user name or a password in it: only a bearer token can be sent, {TokenKey}";
        return address.Query.Length > 0 || address.Fragment.Length > 0 ? $"{key} has a '?' or a '#' in it, and /api/v2/alerts is put after it: leave only the path" : null;
    }

    private static IEnumerable<string> Times(AnnounceOptions options)
    {
        if (options.ExpireAfter < TimeSpan.FromMinutes(1) || options.ExpireAfter > TimeSpan.FromDays(1))
            yield return $"{AnnounceOptions.Section}:ExpireAfter is {options.ExpireAfter}, and must be 00:01:00 to 1.00:00:00";
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(1))
            yield return $"{AnnounceOptions.Section}:Timeout is {options.Timeout}, and must be 00:00:01 to 00:01:00";
    }

    /// <summary>The binder passes over it without a word, as over a list that is written as one.</summary>
    private IEnumerable<string> LabelsWrittenAsValue()
    {
        if (!string.IsNullOrEmpty(configuration[LabelsKey]))
            yield return $"{LabelsKey} is one value, but it holds labels: write {LabelsKey}:severity (in the environment {LabelsKey.Replace(":", "__", StringComparison.Ordinal)}__severity)";
    }

    private static string? Problem(KeyValuePair<string, string> label)
    {
        var key = $"{LabelsKey}:{label.Key}";
        if (!FindingAlert.IsLabelName(label.Key))
            return $"{key} is no name of a label: letters, digits and '_', and no digit first";
        if (FindingAlert.OwnLabels.Contains(label.Key))
            return $"{key} is one of NovaFence's own labels: {string.Join(", ", FindingAlert.OwnLabels)}";
        return string.IsNullOrEmpty(label.Value) ? $"{key} is empty, which Alertmanager takes for a label that is not there: give it a value, or leave it out" : null;
    }
}

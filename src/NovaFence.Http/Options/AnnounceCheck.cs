using Microsoft.Extensions.Options;
using NovaFence.Core.Options;
using NovaFence.Http.Announcing;
using NovaFence.Http.Outbound;

namespace NovaFence.Http.Options;

/// <summary>Collects every problem of <see cref="AnnounceOptions"/>. No sentence shows the token, or an address that may hold a password.</summary>
internal sealed class AnnounceCheck(IOptions<AnswerOptions> answers) : IOptionsCheck<AnnounceOptions>
{
    private const string UrlsKey = $"{AnnounceOptions.Section}:Urls";
    private const string AllowHttpKey = $"{AnnounceOptions.Section}:{nameof(AnnounceOptions.AllowHttp)}";
    private const string TokenKey = $"{AnnounceOptions.Section}:Token";
    private const string LabelsKey = $"{AnnounceOptions.Section}:Labels";

    public IEnumerable<string> Problems(AnnounceOptions options)
    {
        List<string> problems =
        [
            .. options.Urls.Select((url, index) => Problem($"{UrlsKey}:{index}", url, options.AllowHttp)).OfType<string>(),
            .. options.Labels.Select(Problem).OfType<string>(),
        ];
        if (SecretRules.Problem(TokenKey, options.Token, answers.Value.Sandbox ? 1 : SecretRules.LeastLength) is { } problem)
            problems.Add(problem);
        return problems;
    }

    private static string? Problem(string key, string url, bool allowsHttp)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            return $"{key} is no address: write http:// or https://, the host, and the path where Alertmanager serves below one";
        if (address.Scheme == Uri.UriSchemeHttp && !allowsHttp && !OutboundAddresses.IsLoopbackName(address.Host))
            return $"{key} is http to another machine, and findings would go there in the clear: write https://, or say {AllowHttpKey}: true";
        // An address is not treated as a secret anywhere, and a password in it would not be sent.
        if (address.UserInfo.Length > 0)
            return $"{key} has a user name or a password in it: only a bearer token can be sent, {TokenKey}";
        return address.Query.Length > 0 || address.Fragment.Length > 0 ? $"{key} has a '?' or a '#' in it, and /api/v2/alerts is put after it: leave only the path" : null;
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

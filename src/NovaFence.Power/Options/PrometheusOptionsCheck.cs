using System.Net;
using NovaFence.Core.Options;
using NovaFence.Power.Redfish;

namespace NovaFence.Power.Options;

/// <summary>Collects every problem of <see cref="PrometheusOptions"/>. No sentence shows a token, a password or the address.</summary>
internal sealed class PrometheusOptionsCheck : IOptionsCheck<PrometheusOptions>
{
    private const string Key = PrometheusOptions.Section;

    public IEnumerable<string> Problems(PrometheusOptions options)
    {
        var wantsToken = options.Token is not null || options.TokenFile is not null;
        var wantsUser = options.User is not null || options.Password is not null || options.PasswordFile is not null;
        if (options.Url is null)
        {
            if (wantsToken || wantsUser || options.CaFile is not null)
                yield return $"{Key}:Url is missing, and other keys beside it are set: write the address of a Prometheus, such as http://prometheus:9090";
            yield break;
        }

        if (UrlProblem(options.Url, wantsToken || wantsUser) is { } wrong)
            yield return $"{Key}:Url {wrong}";
        if (wantsToken && wantsUser)
            yield return $"{Key}:Token and {Key}:User are ways to sign in, and both are set: keep one";
        if (wantsUser && options.User is null)
            yield return $"{Key}:User is missing, and there is a password";
        if (options.User is { } user && (string.IsNullOrWhiteSpace(user) || user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl)))
            yield return $"{Key}:User is empty, or has a colon or a control character in it, which Basic authentication cannot send";
        if (options.User is not null && options.Password is null && options.PasswordFile is null)
            yield return $"{Key}:Password is missing: give it in the environment, or name a file in {Key}:PasswordFile";
        foreach (var problem in GroupRules.SecretProblems(Key, options.Token, nameof(options.Token), options.TokenFile, nameof(options.TokenFile)))
            yield return problem;
        foreach (var problem in GroupRules.SecretProblems(Key, options.Password, nameof(options.Password), options.PasswordFile, nameof(options.PasswordFile)))
            yield return problem;
        if (options.CaFile is { } file && RedfishTrust.Authorities(file, out var unreadable) is null)
            yield return $"{Key}:CaFile {unreadable}";
    }

    private static string? UrlProblem(string text, bool isSecret) =>
        !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) ? "is no address: write http:// or https://, the machine and the port, such as http://prometheus:9090"
        : url.UserInfo.Length > 0 ? $"has a user name or a password in it: write {Key}:User and {Key}:Password"
        : url.Query.Length > 0 || url.Fragment.Length > 0 ? "has a '?' or a '#' in it, and a path is put behind it: leave them out"
        : isSecret && url.Scheme == Uri.UriSchemeHttp && !IsLoopback(url) ? "is http to another machine, and the token or password would go there in the clear: write https://"
        : null;

    private static bool IsLoopback(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

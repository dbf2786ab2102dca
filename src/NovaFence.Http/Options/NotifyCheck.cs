using NovaFence.Core.Options;
using NovaFence.Http.Outbound;

namespace NovaFence.Http.Options;

/// <summary>Collects every problem of <see cref="NotifyOptions"/>. No sentence shows a URL or a secret.</summary>
internal sealed class NotifyCheck : IOptionsCheck<NotifyOptions>
{
    private const string PublicUrlKey = $"{NotifyOptions.Section}:{nameof(NotifyOptions.PublicUrl)}";
    private const string ReceiversKey = $"{NotifyOptions.Section}:{nameof(NotifyOptions.Notify)}";
    private const int MostNameLetters = 40;
    private const int MostSecrets = 2;
    private const int LeastSecretBytes = 24;
    private const int MostSecretBytes = 64;

    /// <summary>How a secret begins.</summary>
    internal const string SecretPrefix = "whsec_";

    public IEnumerable<string> Problems(NotifyOptions options)
    {
        if (options.PublicUrl is { } url && OfPublicUrl(url) is { } problem)
            yield return $"{PublicUrlKey} {problem}";
        if (options.Notify.Count > NotifyOptions.MostReceivers)
            yield return FormattableString.Invariant($"{ReceiversKey} has {options.Notify.Count} receivers: leave {NotifyOptions.MostReceivers} of them");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < options.Notify.Count; index++)
        {
            var key = FormattableString.Invariant($"{ReceiversKey}:{index}");
            var receiver = options.Notify[index];
            if (receiver.Name is { } name && (name.Length is 0 or > MostNameLetters || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
                yield return $"{key}:Name is not 1 to {MostNameLetters} letters, digits, '-' and '_'";
            else if (receiver.Name is { } one && !names.Add(one))
                yield return $"{key}:Name is that of another receiver: give each its own";
            if (receiver.Url is { } to && OfUrl(to) is { } wrong)
                yield return $"{key}:Url {wrong}";
            foreach (var one in OfSecrets(key, receiver))
                yield return one;
        }
    }

    /// <summary>The scheme and what may stand before the host; null where both are right.</summary>
    internal static string? OfUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            return "is no address: write https://, the host and the path";
        if (address.Scheme == Uri.UriSchemeHttp && !OutboundAddresses.IsLoopbackName(address.Host))
            return "is http to another machine, and what is told would go there in the clear: write https://";
        return address.UserInfo.Length > 0 ? "has a user name or a password in it, which would not be sent: leave them out" : null;
    }

    private static string? OfPublicUrl(string url) => OfUrl(url) is { } wrong
        ? wrong
        : new Uri(url) is { Query.Length: > 0 } or { Fragment.Length: > 0 } ? "has a '?' or a '#' in it, and paths are put after it: leave only the path" : null;

    private static IEnumerable<string> OfSecrets(string key, NotifyReceiverOptions receiver)
    {
        if (receiver.Format == NotifyFormat.Slack)
        {
            if (receiver.Secrets.Count > 0)
                yield return $"{key}:Secrets is set, and Format is slack, which signs nothing: leave it out";
            yield break;
        }

        if (receiver.Secrets.Count is 0)
            yield return $"{key}:Secrets is missing: give {key}:Secrets:0 one to sign with, made by 'echo {SecretPrefix}$(openssl rand -base64 32)'";
        if (receiver.Secrets.Count > MostSecrets)
            yield return $"{key}:Secrets has more than {MostSecrets}: the new one, and the old one until the receiver knows the new one";
        for (var index = 0; index < receiver.Secrets.Count; index++)
        {
            if (!IsSecret(receiver.Secrets[index]))
                yield return FormattableString.Invariant($"{key}:Secrets:{index} is not {SecretPrefix} and the Base64 of {LeastSecretBytes} to {MostSecretBytes} bytes: make one by 'echo {SecretPrefix}$(openssl rand -base64 32)'");
        }
    }

    private static bool IsSecret(string secret)
    {
        var bytes = new byte[secret.Length];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], bytes, out var length)
            && length is >= LeastSecretBytes and <= MostSecretBytes
            && !secret.AsSpan().ContainsAnyExceptInRange('!', '~');
    }
}

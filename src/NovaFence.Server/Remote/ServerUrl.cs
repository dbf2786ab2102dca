using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace NovaFence.Server.Remote;

/// <summary>The address after <c>--server</c>.</summary>
internal static class ServerUrl
{
    /// <summary>What it may be, for a sentence.</summary>
    internal const string Forms = "--server takes the URL of a NovaFence, such as https://novafence.example.org or http://127.0.0.1:7071: https, or http to this machine alone, because the token travels with it; without user, query and fragment";

    internal static bool TryRead(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = Uri.TryCreate(text, UriKind.Absolute, out var read)
            && (read.Scheme == Uri.UriSchemeHttps || (read.Scheme == Uri.UriSchemeHttp && IsThisMachine(read)))
            && read.Host.Length > 0 && read.UserInfo.Length == 0 && read.Query.Length == 0 && read.Fragment.Length == 0
            ? read
            : null;
        return url is not null;
    }

    /// <summary>By its address, or by the one name that resolves to nothing else (RFC 6761, 6.3).</summary>
    private static bool IsThisMachine(Uri url) =>
        string.Equals(url.Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));
}

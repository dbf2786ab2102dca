using Microsoft.Extensions.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Notifying;

/// <summary>Links to this NovaFence, for people elsewhere. They come from <c>NovaFence:PublicUrl</c>, and from no request.</summary>
internal sealed class PublicLinks(IOptions<NotifyOptions> options)
{
    private readonly string? _url = options.Value.PublicUrl?.TrimEnd('/');

    /// <summary>The page; null where <c>NovaFence:PublicUrl</c> is not set.</summary>
    public string? Page => _url is null ? null : _url + "/";

    /// <summary>The page, at a host; of no host the page itself.</summary>
    public string? Of(string? host) => _url is null || host is null ? Page : $"{_url}/?host={Uri.EscapeDataString(host)}";
}

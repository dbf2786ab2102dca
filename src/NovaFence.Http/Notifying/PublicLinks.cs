using Microsoft.Extensions.Options;
using NovaFence.Http.Options;
using NovaFence.Http.Page;

namespace NovaFence.Http.Notifying;

/// <summary>Links to this NovaFence, for people elsewhere. They come from <c>NovaFence:PublicUrl</c>, and from no request.</summary>
internal sealed class PublicLinks(IOptions<NotifyOptions> options)
{
    private readonly string? _url = options.Value.PublicUrl?.TrimEnd('/');

    /// <summary>The page of the fleet; null where <c>NovaFence:PublicUrl</c> is not set.</summary>
    public string? Front => _url is null ? null : _url + "/";

    /// <summary>A host's own page; where it is no host of Nova's the page.</summary>
    public string? Of(string? host) => _url is null || host is null ? Front : $"{_url}{PageTable.Hosts}{Uri.EscapeDataString(host)}";
}

using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace NovaFence.Http.Access;

/// <summary>Whether a request comes from this machine itself.</summary>
internal static class OwnMachine
{
    private const string Forwarding = "X-Forwarded-";

    /// <summary>What proxies add for the request of another (RFC 7239, and what was usual before it).</summary>
    private static readonly string[] OfProxies = ["Forwarded", "Via", "X-Real-IP", "X-Original-For"];

    /// <summary>
    /// Whether it does, by the connection's own peer and not by what a header or a middleware makes of it. Behind a proxy on this machine everybody comes from
    /// here, so a request that says that it was handed on does not.
    /// </summary>
    public static bool Asks(HttpRequest request)
    {
        var peer = request.HttpContext.Features.Get<IConnectionEndPointFeature>() is { RemoteEndPoint: IPEndPoint { Address: var own } } ? own : request.HttpContext.Connection.RemoteIpAddress;
        return peer is not null
            && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
            && !request.Headers.Keys.Any(name => name.StartsWith(Forwarding, StringComparison.OrdinalIgnoreCase) || OfProxies.Contains(name, StringComparer.OrdinalIgnoreCase));
    }
}

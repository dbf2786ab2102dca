using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Page;

/// <summary>So many tries to sign in a minute from one address: a token is long, and nobody is to guess at one all the same.</summary>
internal sealed class SignInAttempts : IDisposable
{
    /// <summary>Tries of one address within a minute.</summary>
    internal const int PerMinute = 5;

    private readonly IReadOnlyList<IPNetwork> _proxies;
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(
        address, _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    public SignInAttempts(IOptions<ConnectionsOptions> connections) => _proxies = [.. connections.Value.Proxies.Select(ConnectionsCheck.NetworkOf).OfType<IPNetwork>()];

    /// <summary>Counts a try; false where there were too many.</summary>
    internal bool TryTake(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(AddressOf(context));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>
    /// The client's address, IPv6 by its first 64 bits. Behind a proxy that is configured it is the last one that this names: what a client writes itself stands further left. On Azure
    /// Functions the worker's own middleware has put the client's in the place of the host's.
    /// </summary>
    private string AddressOf(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var plain = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        var isProxy = _proxies.Any(network => network.Contains(plain));
        var named = context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        if (isProxy && IPEndPoint.TryParse(named, out var client))
            plain = client.Address.IsIPv4MappedToIPv6 ? client.Address.MapToIPv4() : client.Address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? new IPNetwork(new IPAddress([.. plain.GetAddressBytes().Take(8), .. new byte[8]]), 64).ToString() : plain.ToString();
    }
}

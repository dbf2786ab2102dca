using System.Net;
using System.Net.Sockets;

namespace NovaFence.Power.Redfish;

/// <summary>Resolves a name to addresses.</summary>
internal interface IBmcNames
{
    /// <summary>The addresses of the name, as they are now.</summary>
    /// <exception cref="SocketException">It has none.</exception>
    Task<IPAddress[]> FindAsync(string name, CancellationToken cancellationToken);
}

/// <summary>No connection was made: the address is outside the configured networks. The message says so without the address.</summary>
internal sealed class OutsideNetworksException(string message) : IOException(message);

/// <summary>
/// Opens the connections of one conversation. The address is judged here, where it is used. All connections of a conversation go to one address: a BMC that
/// closes each after its answer is the same one the next time, whatever its name leads to by then.
/// </summary>
internal sealed class BmcConnection(IBmcNames names, IReadOnlyList<IPNetwork> networks)
{
    private IPAddress? _used;

    /// <summary>Whether no connection may be opened now: what is sent goes over the one that is there.</summary>
    internal bool IsClosed { get; set; }

    /// <summary>Whether one was wanted while none may be opened: then nothing was sent.</summary>
    internal bool HasRefused { get; private set; }

    /// <exception cref="OutsideNetworksException">Every address of the name is outside.</exception>
    internal async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (IsClosed)
        {
            HasRefused = true;
            throw new IOException("the connection was ended");
        }

        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = _used is { } used ? [used] : IPAddress.TryParse(host, out var literal) ? [literal] : await names.FindAsync(host, cancellationToken);
        var inside = addresses.Select(Plain).Where(address => networks.Any(network => network.Contains(Unscoped(address)))).ToList();
        if (inside.Count == 0)
            throw new OutsideNetworksException("its address is in none of NovaFence:Power:Networks");
        SocketException? failure = null;
        foreach (var address in inside)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
                _used = address;
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException unreachable)
            {
                socket.Dispose();
                failure = unreachable;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure!;
    }

    /// <summary>An IPv4 address in IPv6's clothes is that one.</summary>
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Without the link that a link-local address is of: no network contains one with it.</summary>
    private static IPAddress Unscoped(IPAddress address) => new(address.GetAddressBytes());
}

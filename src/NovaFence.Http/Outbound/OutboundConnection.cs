using System.Net;
using System.Net.Sockets;

namespace NovaFence.Http.Outbound;

/// <summary>Resolves a name to addresses.</summary>
internal interface INameLookup
{
    /// <summary>The addresses of the name, as they are now.</summary>
    /// <exception cref="SocketException">It has none.</exception>
    Task<IPAddress[]> FindAsync(string name, CancellationToken cancellationToken);
}

/// <summary>By the system's resolver.</summary>
internal sealed class SystemLookup : INameLookup
{
    public Task<IPAddress[]> FindAsync(string name, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(name, cancellationToken);
}

/// <summary>No connection was made, because of where it would have led. The message is a sentence without the URL.</summary>
internal sealed class OutboundRefusedException(string message) : IOException(message);

/// <summary>
/// Opens the connections. The address is judged here, where it is used: what a name resolved to when the configuration was read says nothing of what it
/// resolves to now.
/// </summary>
internal sealed class OutboundConnection(INameLookup names)
{
    /// <exception cref="OutboundRefusedException">Every address of the name is one that is not called.</exception>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await names.FindAsync(host, cancellationToken);
        var isLoopbackSaid = OutboundAddresses.IsLoopbackName(host);
        string? refusal = null;
        SocketException? failure = null;
        foreach (var address in addresses)
        {
            if (OutboundAddresses.Refusal(address, isLoopbackSaid) is { } why)
            {
                refusal ??= $"{host} is at {address}, an address that is {why}, and is not called";
                continue;
            }

            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
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

        throw failure is not null ? failure : new OutboundRefusedException(refusal ?? $"{host} has no address");
    }
}

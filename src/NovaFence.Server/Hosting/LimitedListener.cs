using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace NovaFence.Server.Hosting;

/// <summary>
/// Kestrel's sockets, one connection after the other: one that finds no place is closed before the next is accepted, so that a burst of them takes no more files
/// than a single one, and before Kestrel makes anything of it, so that it costs next to nothing.
/// </summary>
internal sealed class LimitedListenerFactory(IOptions<SocketTransportOptions> options, ILoggerFactory loggers, ConnectionLimit limit) : IConnectionListenerFactory
{
    /// <inheritdoc />
    /// <exception cref="AddressInUseException">Somebody listens there.</exception>
    /// <exception cref="IOException">It is no address of this machine, or this user may not listen there.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
            socket = options.Value.CreateBoundListenSocket(endpoint);
            socket.Listen(options.Value.Backlog);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket?.Dispose();
            throw new AddressInUseException(taken.Message, taken);
        }
        catch (SocketException refused)
        {
            socket?.Dispose();
            throw new IOException($"nobody can listen on {endpoint} here ({refused.Message}): --listen is an address of this machine, and a --port below 1024 is root's", refused);
        }

        var connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions { MaxReadBufferSize = options.Value.MaxReadBufferSize, MaxWriteBufferSize = options.Value.MaxWriteBufferSize }, loggers.CreateLogger<LimitedListenerFactory>());
        return ValueTask.FromResult<IConnectionListener>(new Listener(socket, connections, options.Value.NoDelay, limit));
    }

    private sealed class Listener(Socket socket, SocketConnectionContextFactory connections, bool noDelay, ConnectionLimit limit) : IConnectionListener
    {
        /// <summary>So long nobody is accepted where no file or memory is left for it: the one who waits is still there then.</summary>
        private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

        private static readonly LingerOption AtOnce = new(enable: true, seconds: 0);

        public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (true)
            {
                Socket accepted;
                try
                {
                    accepted = await socket.AcceptAsync(cancellationToken);
                }
                catch (Exception unbound) when (unbound is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
                {
                    return null;
                }
                catch (Exception none) when (none is OutOfMemoryException or SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable })
                {
                    await Task.Delay(Short, cancellationToken);
                    continue;
                }
                catch (SocketException)
                {
                    // Whoever it was has left again.
                    continue;
                }

                if (Take(accepted) is { } connection)
                    return connection;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            connections.Dispose();
            return ValueTask.CompletedTask;
        }

        private ConnectionContext? Take(Socket accepted)
        {
            HeldConnection? held = null;
            try
            {
                held = limit.TryAdmit(accepted.RemoteEndPoint);
                if (held is not null)
                {
                    accepted.NoDelay = noDelay;
                    var connection = connections.Create(accepted);
                    held.Attach(connection);
                    return connection;
                }

                // Without it the kernel would keep the connection for a minute.
                accepted.LingerState = AtOnce;
            }
            catch (Exception without) when (without is SocketException or OutOfMemoryException)
            {
                // Whoever it was has left again, or there is no memory for him. What is thrown from here would end Kestrel's accepting, and nobody would be heard any more.
                if (held is not null)
                    limit.Ended(held);
            }

            accepted.Dispose();
            return null;
        }
    }
}

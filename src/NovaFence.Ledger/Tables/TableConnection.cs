using System.Net.Sockets;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;

namespace NovaFence.Ledger.Tables;

/// <summary>The client of the ledger's table, with connections that stay open between one audit and the next.</summary>
internal sealed class TableConnection : IDisposable
{
    private readonly SocketsHttpHandler _handler;

    public TableConnection(TablesOptions options, TimeSpan timeout)
    {
        _handler = new SocketsHttpHandler
        {
            // Longer than an audit's interval: the call on which a host's fencing waits must not pay for DNS, TCP and TLS.
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
            // And not for ever, so that a changed DNS entry is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(30),
            ConnectTimeout = timeout / 2,
            ConnectCallback = ConnectAsync,
        };
        Table = Connect(options, Settings(timeout));
    }

    public TableClient Table { get; }

    public void Dispose() => _handler.Dispose();

    private static TableClient Connect(TablesOptions options, TableClientOptions settings) =>
        string.IsNullOrWhiteSpace(options.ConnectionString)
            ? new TableClient(new Uri(options.Endpoint!), options.TableName, Identity(options.ClientId), settings)
            : new TableClient(options.ConnectionString, options.TableName, settings);

    private static TokenCredential Identity(string? clientId) =>
        string.IsNullOrWhiteSpace(clientId)
            ? new DefaultAzureCredential()
            : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));

    private TableClientOptions Settings(TimeSpan timeout)
    {
        var settings = new TableClientOptions
        {
            Transport = new HttpClientTransport(new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }),
            // The deadline of the whole call is StoreCall's; within it a try that hangs leaves time for a second one.
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 2,
                Delay = TimeSpan.FromMilliseconds(50),
                MaxDelay = timeout / 4,
                NetworkTimeout = timeout / 2.5,
            },
        };
        settings.Diagnostics.IsDistributedTracingEnabled = false;
        return settings;
    }

    /// <summary>Keep-alive probes, because load balancers forget connections that are silent for four minutes, and don't say so.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NovaFence.Testing;

/// <summary>Stands between a client and a server on this machine, and breaks the line between them when told to.</summary>
public sealed class Relay : IAsyncDisposable
{
    private const string Html = "<html><head><title>404 Not Found</title></head><body>nothing here</body></html>";

    private static readonly byte[] NotFound = Encoding.ASCII.GetBytes(FormattableString.Invariant($"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: {Html.Length}\r\n\r\n{Html}"));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _mode;

    /// <summary>Listens on a free loopback port and passes on to <paramref name="target"/>, another one.</summary>
    public Relay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What happens to the bytes. Connections that were cut or muted do not come back; new ones do.</summary>
    public RelayMode Mode
    {
        get => (RelayMode)Volatile.Read(ref _mode);
        set
        {
            var before = (RelayMode)Interlocked.Exchange(ref _mode, (int)value);
            if (value is RelayMode.Cut || before is RelayMode.Mute)
                CutAll();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        CutAll();
        await _accepting;
        _end.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Disposed, or stopped between two connections.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            // When it ends, it ends with a reset and not with a farewell.
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            _open[client] = 0;
            _open[server] = 0;
            try
            {
                if (Mode is RelayMode.Cut)
                    return;
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                await Task.WhenAny(PassAsync(client, server, isReply: false), PassAsync(server, client, isReply: true));
            }
            catch (Exception broken) when (broken is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // So the line is broken.
            }
            finally
            {
                _open.TryRemove(client, out _);
                _open.TryRemove(server, out _);
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isReply)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, _end.Token) is var count and > 0)
        {
            if (isReply && LosesReply())
                return;
            if (Mode is RelayMode.Page)
            {
                // A body that comes behind its headers is no request.
                if (!isReply && buffer.AsSpan(0, count).IndexOf(" HTTP/1.1\r\n"u8) >= 0)
                    await from.SendAsync(NotFound, _end.Token);
                continue;
            }

            if (Mode is not RelayMode.Mute)
                await to.SendAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private bool LosesReply() =>
        Interlocked.CompareExchange(ref _mode, (int)RelayMode.Open, (int)RelayMode.LoseReply) == (int)RelayMode.LoseReply;

    private void CutAll()
    {
        foreach (var socket in _open.Keys)
            socket.Dispose();
    }
}

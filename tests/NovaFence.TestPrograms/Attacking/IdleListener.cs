using System.Net;
using System.Net.Sockets;

namespace NovaFence.TestPrograms.Attacking;

/// <summary>
/// What attackers cost by themselves: it holds as many connections of each address as <c>serve</c> does, closes the oldest as seldom, turns away all others, and
/// reads nothing.
/// </summary>
internal sealed class IdleListener(int held) : IAsyncDisposable
{
    private static readonly TimeSpan Turnover = TimeSpan.FromSeconds(2);
    private static readonly LingerOption AtOnce = new(enable: true, seconds: 0);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Dictionary<IPAddress, Queue<(Socket Socket, long At)>> _held = [];
    private Task _all = Task.CompletedTask;

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Start()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen(512);
        _all = Task.Run(AcceptAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _all;
        foreach (var (socket, _) in _held.Values.SelectMany(queue => queue))
            socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Take(await _socket.AcceptAsync());
            }
            catch (SocketException gone) when (gone.SocketErrorCode != SocketError.OperationAborted)
            {
                // Whoever it was has left again.
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Take(Socket accepted)
    {
        accepted.LingerState = AtOnce;
        var address = ((IPEndPoint)accepted.RemoteEndPoint!).Address;
        if (!_held.TryGetValue(address, out var queue))
            _held[address] = queue = new();
        var now = Environment.TickCount64;
        if (queue.Count >= held)
        {
            if (now - queue.Peek().At < Turnover.TotalMilliseconds)
            {
                accepted.Dispose();
                return;
            }

            queue.Dequeue().Socket.Dispose();
        }

        queue.Enqueue((accepted, now));
    }
}

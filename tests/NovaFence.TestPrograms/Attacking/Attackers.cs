using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NovaFence.TestPrograms.Attacking;

/// <summary>Whoever knows no token, at eight addresses: each holds all the connections that it is let, and fills what it may.</summary>
internal sealed class Attackers(int port, int ofEach) : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    private static readonly string Digits = new('0', 64);

    private static readonly byte[] Blanks = Encoding.ASCII.GetBytes(new string(' ', (256 * 1024) - 1));

    private readonly CancellationTokenSource _stop = new();
    private Task _all = Task.CompletedTask;
    private long _connected;

    /// <summary>How many connections were made.</summary>
    public long Connected => Interlocked.Read(ref _connected);

    public void Start() => _all = Task.WhenAll(
        from address in Enumerable.Range(2, 8)
        from one in Enumerable.Range(0, ofEach)
        select Task.Run(() => AttackAsync(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.{address}")), one)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
        _stop.Dispose();
    }

    private async Task AttackAsync(IPAddress address, int kind)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, 0));
                await socket.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                Interlocked.Increment(ref _connected);
                await HoldAsync(socket, kind);
            }
            catch (Exception closed) when (closed is SocketException or IOException or OperationCanceledException)
            {
                // Closed by the server, or the server is just dead, or it is over.
            }

            await Task.Delay(Breath, CancellationToken.None);
        }
    }

    private async Task HoldAsync(Socket socket, int kind)
    {
        var head = (kind % 6) switch
        {
            // Says nothing.
            0 => "",
            // Half a head.
            1 => "POST /api/webhooks/alertmanager HTTP/1.1\r\nHost: localhost\r\n",
            // A signature of the right form, and all but one byte of a body.
            2 or 3 => $"POST /api/webhooks/pagerduty HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-PagerDuty-Signature: v1={Digits}\r\nContent-Length: 262144\r\n\r\n",
            // A wrong token and a large body.
            4 => "POST /api/webhooks/alertmanager HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer a-wrong-token\r\nContent-Length: 1048576\r\n\r\n",
            // Asks what anybody may ask, and keeps the connection.
            _ => "GET /api/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n",
        };
        if (head.Length > 0)
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        if (kind % 6 is 2 or 3 or 4)
            await socket.SendAsync(Blanks, _stop.Token);
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, _stop.Token) > 0)
        {
            // Until the server closes.
        }
    }
}

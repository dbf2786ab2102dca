using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NovaFence.Testing;

/// <summary>A receiver on this machine that keeps what it is sent, byte for byte, and answers whatever a test says, HTTP or not. A connection takes one request.</summary>
public sealed class ScriptedReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly Task _serving;
    private bool _isOver;

    public ScriptedReceiver()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public string Url => FormattableString.Invariant($"http://127.0.0.1:{Port}/hooks/5eCret-path");

    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>What is written for a request; then the connection is closed.</summary>
    public Func<Received, NetworkStream, Task> Answer { get; set; } = (_, stream) => Says(stream, "204 No Content");

    /// <summary>Answers each request so.</summary>
    public void Answers(string status, string headers = "", string body = "") => Answer = (_, stream) => Says(stream, status, headers, body);

    public static Task Says(NetworkStream stream, string status, string headers = "", string body = "") => stream.WriteAsync(Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"))).AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
            return;
        _isOver = true;
        await _stop.CancelAsync();
        // A listener that is stopped while the next is about to be accepted says that it was never started.
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var all = new List<Task>();
        try
        {
            while (true)
                all.Add(TakeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task TakeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var received = await ReadAsync(stream);
                _received.Enqueue(received);
                await Answer(received, stream).WaitAsync(_stop.Token);
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException or SocketException)
            {
                // The other side is gone, or the test is over.
            }
        }
    }

    private async Task<Received> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var part = new byte[8192];
        var head = -1;
        while (head < 0)
        {
            var read = await stream.ReadAsync(part, _stop.Token);
            if (read == 0)
                throw new IOException("it said nothing");
            bytes.AddRange(part.AsSpan(0, read));
            head = Encoding.ASCII.GetString([.. bytes]).IndexOf("\r\n\r\n", StringComparison.Ordinal);
        }

        var lines = Encoding.ASCII.GetString([.. bytes[..head]]).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture);
        while (bytes.Count < head + 4 + length)
            bytes.AddRange(part.AsSpan(0, await stream.ReadAsync(part, _stop.Token)));
        return new Received(lines[0], headers, Encoding.UTF8.GetString([.. bytes[(head + 4)..]]));
    }

    /// <summary>A request.</summary>
    /// <param name="Line">Its first line.</param>
    /// <param name="Headers">Its headers.</param>
    /// <param name="Body">Its body.</param>
    public sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, string Body);
}

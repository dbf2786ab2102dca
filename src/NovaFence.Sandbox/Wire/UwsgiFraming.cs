using System.Text;

namespace NovaFence.Sandbox.Wire;

/// <summary>
/// Takes from a reply's head what uwsgi does not send: its length, the announcement that the connection will be closed, and 100 Continue.
/// Kestrel itself always frames correctly, so this sits between it and the socket.
/// </summary>
internal sealed class UwsgiFraming(Stream socket) : Stream
{
    private readonly MemoryStream _head = new();
    private bool _inBody;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_inBody)
        {
            await socket.WriteAsync(buffer, cancellationToken);
            return;
        }

        _head.Write(buffer.Span);
        byte[] seen = _head.ToArray();
        for (int end; (end = seen.AsSpan().IndexOf("\r\n\r\n"u8)) >= 0;)
        {
            string head = Encoding.Latin1.GetString(seen, 0, end);
            seen = seen[(end + 4)..];
            if (head.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
                continue;
            _inBody = true;
            await socket.WriteAsync(Encoding.Latin1.GetBytes(Strip(head) + "\r\n\r\n").Concat(seen).ToArray(), cancellationToken);
            return;
        }

        _head.SetLength(0);
        _head.Write(seen);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => socket.FlushAsync(cancellationToken);

    public override void Flush() => socket.Flush();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static string Strip(string head) => string.Join("\r\n", head.Split("\r\n").Where(line =>
        !line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)
        && !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)
        && !line.StartsWith("Date:", StringComparison.OrdinalIgnoreCase)));
}

using System.Net.Sockets;
using System.Text;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>HTTP as bytes: one request on a connection of its own, and all that comes back until the body is whole or the connection ends.</summary>
public static class RawSocket
{
    public static async Task<(string Head, string Body, bool Closed)> SendAsync(Uri server, string request, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellation);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), cancellation);
        var seen = new MemoryStream();
        byte[] buffer = new byte[8192];
        while (true)
        {
            int read = await stream.ReadAsync(buffer, cancellation);
            seen.Write(buffer, 0, read);
            (string head, string body) = Split(Encoding.UTF8.GetString(seen.ToArray()));
            if (read == 0 || IsWhole(head, body))
                return (head, body, read == 0);
        }
    }

    private static (string Head, string Body) Split(string text)
    {
        while (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal) && text.Contains("\r\n\r\n", StringComparison.Ordinal))
            text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..end], text[(end + 4)..]);
    }

    private static bool IsWhole(string head, string body)
    {
        string? length = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is not null && Encoding.UTF8.GetByteCount(body) >= int.Parse(length.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
    }
}

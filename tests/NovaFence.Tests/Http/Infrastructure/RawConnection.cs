using System.Net.Sockets;
using System.Text;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>A connection that sends what no HTTP client would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<RawConnection> OpenAsync(TestApp app)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(app.Address.Host, app.Address.Port, TestContext.Current.CancellationToken);
        return connection;
    }

    public static string Head(string path, params string[] headers) =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n";

    public async Task SendAsync(string text) =>
        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    public async Task<string> FirstLineAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), leaveOpen: true);
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
    }

    public async Task<string> RestAsync()
    {
        var said = new MemoryStream();
        try
        {
            await _client.GetStream().CopyToAsync(said, TestContext.Current.CancellationToken);
        }
        catch (IOException) when (said.Length > 0)
        {
            // A server that closes before it has read everything may end its answer with a reset.
        }

        return Encoding.UTF8.GetString(said.ToArray());
    }

    public void Dispose() => _client.Dispose();
}

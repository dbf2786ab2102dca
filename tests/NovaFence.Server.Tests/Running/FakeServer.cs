using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace NovaFence.Server.Tests.Running;

/// <summary>Stands in a server's place on this machine, and answers every request alike.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public FakeServer(int status, string mediaType, string body, (string Name, string Value)? header = null)
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}");
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync(status, mediaType, body, header);
    }

    public string Url { get; }

    /// <summary>What was asked: method, path and query, and the header with the token.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Authorization)> Asked { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync(int status, string mediaType, string body, (string Name, string Value)? header)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Asked.Enqueue((context.Request.HttpMethod, context.Request.RawUrl!, context.Request.Headers["Authorization"]));
            context.Response.StatusCode = status;
            context.Response.ContentType = mediaType;
            if (header is { } more)
                context.Response.Headers[more.Name] = more.Value;
            context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
        }
    }
}

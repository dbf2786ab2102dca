using System.Globalization;
using System.Net;
using System.Text;

namespace NovaFence.Server.Tests.Running;

/// <summary>Answers one path, and 404 to every other.</summary>
internal sealed class FakeMonitoring : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public FakeMonitoring((string Path, string Body) answer)
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}/");
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public string Url { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync((string Path, string Body) answer)
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

            var known = context.Request.Url!.AbsolutePath == answer.Path;
            context.Response.StatusCode = known ? 200 : 404;
            context.Response.Close(Encoding.UTF8.GetBytes(known ? answer.Body : "not found"), willBlock: true);
        }
    }
}

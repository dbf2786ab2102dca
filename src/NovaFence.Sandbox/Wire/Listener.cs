using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NovaFence.Sandbox.Wire;

/// <summary>Kestrel on 127.0.0.1, and nothing else of ASP.NET Core: no routing, no logging, no configuration, so that a start takes milliseconds.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Listener(WebApplication app) => _app = app;

    public int Port { get; private set; }

    public static async Task<Listener> StartAsync(int port, RequestDelegate handle, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        WebApplication app = builder.Build();
        app.Run(handle);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new(app) { Port = new Uri(app.Urls.First()).Port };
    }

    public async ValueTask DisposeAsync()
    {
        // Requests under way are cut off: a test that ends has nothing to wait for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // That was the point.
        }

        await _app.DisposeAsync();
    }
}

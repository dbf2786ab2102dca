using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace NovaFence.Sandbox.Wire;

/// <summary>Kestrel on 127.0.0.1 and nothing else of ASP.NET Core: no host, no routing, no logging, so that a start takes milliseconds.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly KestrelServer _server;

    private Listener(KestrelServer server) => _server = server;

    public int Port => new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<Listener> StartAsync(int port, WebServer kind, RequestDelegate handle, CancellationToken cancellation)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        // oslo.middleware's max_request_body_size; what is longer gets 413.
        options.Limits.MaxRequestBodySize = 114_688;
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (kind == WebServer.Uwsgi)
                listen.Use(FrameAsUwsgi);
        });
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Application(handle), cancellation);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        return new(server);
    }

    public async ValueTask DisposeAsync()
    {
        // Requests under way are cut off: a test that ends has nothing to wait for.
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }

    private static ConnectionDelegate FrameAsUwsgi(ConnectionDelegate next) => async connection =>
    {
        IDuplexPipe socket = connection.Transport;
        await using var framing = new UwsgiFraming(socket.Output.AsStream(leaveOpen: true));
        PipeWriter output = PipeWriter.Create(framing);
        connection.Transport = new Duplex(socket.Input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            await output.CompleteAsync();
            connection.Transport = socket;
        }
    };

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    private sealed class Application(RequestDelegate handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // Nothing of ours hangs on a request.
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace NovaFence.Server.Tests.Running;

/// <summary>Stands in the place of a server, or of a monitoring, on this machine: on a port that it was given when it began to listen, and keeps.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>What was asked: method, path and query, and the header with the token.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Authorization)> Asked { get; } = new();

    /// <summary>One that answers every request alike.</summary>
    public static Task<FakeServer> StartAsync(int status, string mediaType, string body, (string Name, string Value)? header = null) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        if (header is { } more)
            context.Response.Headers[more.Name] = more.Value;
        return context.Response.WriteAsync(body);
    });

    /// <summary>One that answers one path, and 404 to every other.</summary>
    public static Task<FakeServer> StartAsync(string path, string body) => StartAsync(context =>
    {
        var isKnown = context.Request.Path == path;
        context.Response.StatusCode = isKnown ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return context.Response.WriteAsync(isKnown ? body : "not found");
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<FakeServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new FakeServer(builder.Build());
        server._app.Run(context =>
        {
            server.Asked.Enqueue((context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, context.Request.Headers.Authorization));
            return answer(context);
        });
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }
}

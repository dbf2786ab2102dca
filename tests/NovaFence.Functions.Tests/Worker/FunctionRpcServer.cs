using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Functions.Tests.Worker.Protocol;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>The gRPC server that workers connect to, each with the id that it was started with.</summary>
internal sealed class FunctionRpcServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Streams _streams;

    private FunctionRpcServer(WebApplication app)
    {
        _app = app;
        _streams = app.Services.GetRequiredService<Streams>();
        Uri = new Uri(app.Urls.Single());
    }

    /// <summary>The worker's <c>--functions-uri</c>.</summary>
    public Uri Uri { get; }

    public static async Task<FunctionRpcServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Streams>();
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync(cancellationToken);
        return new FunctionRpcServer(app);
    }

    /// <summary>The stream of the worker with this id, once it has begun.</summary>
    public Task<WorkerStream> StreamAsync(string worker) => _streams.Of(worker).Task;

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        // A worker's stream has no end of its own.
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private sealed class Streams
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerStream>> _begun = new(StringComparer.Ordinal);

        public TaskCompletionSource<WorkerStream> Of(string worker) =>
            _begun.GetOrAdd(worker, static _ => new TaskCompletionSource<WorkerStream>(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private sealed class Service(Streams streams) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start)
                return;
            var stream = new WorkerStream();
            streams.Of(start.WorkerId).TrySetResult(stream);
            await stream.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}

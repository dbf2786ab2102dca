using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Functions.Tests.Worker.Protocol;
using Yarp.ReverseProxy.Forwarder;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>
/// A small Functions host: it runs the worker as a process, routes by what the worker says of its functions, and hands it each request twice, as the
/// real one does: the invocation over gRPC, and the request itself by a proxy. Not here: function keys, <c>%…%</c> in bindings, leases, the real host's limits.
/// </summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    /// <summary>The header that says which invocation a proxied request belongs to.</summary>
    private const string InvocationHeader = "x-ms-invocation-id";

    private readonly FunctionRpcServer _rpc;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly HttpMessageInvoker _proxy = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private WebApplication? _front;
    private LoadedWorker? _worker;

    private WorkerHost(FunctionRpcServer rpc, IReadOnlyDictionary<string, string> settings)
    {
        _rpc = rpc;
        _settings = settings;
    }

    /// <summary>Where senders and operators send.</summary>
    public HttpClient Client { get; } = new();

    public LoadedWorker Worker => _worker!;

    /// <param name="settings">The app settings: each is an environment variable of the worker.</param>
    /// <param name="cancellationToken">To give up.</param>
    public static async Task<WorkerHost> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var host = new WorkerHost(await FunctionRpcServer.StartAsync(cancellationToken), settings);
        try
        {
            await host.StartWorkerAsync(cancellationToken);
            await host.ListenAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a worker in the place of the one before, which is killed if it still runs.</summary>
    public async Task StartWorkerAsync(CancellationToken cancellationToken)
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        _worker = await LoadedWorker.StartAsync(_rpc, _settings, cancellationToken);
    }

    /// <summary>The timer fires.</summary>
    public async Task FireTimerAsync(CancellationToken cancellationToken)
    {
        var timer = Worker.Functions.Single(static function => function.Trigger == "timerTrigger");
        var trigger = new TypedData { Json = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""" };
        var result = await Worker.InvokeAsync(timer, Guid.NewGuid().ToString(), trigger, cancellationToken);
        result.Status.Should().Be(StatusResult.Types.Status.Success, result.Exception?.Message);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_front is not null)
            await _front.DisposeAsync();
        if (_worker is not null)
            await _worker.DisposeAsync();
        _proxy.Dispose();
        await _rpc.DisposeAsync();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        _front = builder.Build();
        // host.json says that nothing stands before a route.
        foreach (var function in Worker.Functions.Where(static function => function.IsHttp))
            _front.MapMethods(function.Route!, function.Methods, (RequestDelegate)(context => InvokeAsync(function, context)));
        await _front.StartAsync(cancellationToken);
        Client.BaseAddress = new Uri(_front.Urls.Single());
    }

    private async Task InvokeAsync(LoadedFunction function, HttpContext context)
    {
        var worker = Worker;
        var invocation = Guid.NewGuid().ToString();
        context.Request.Headers[InvocationHeader] = invocation;
        var forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
        var forwarding = forwarder.SendAsync(context, worker.HttpUri.ToString(), _proxy, ForwarderRequestConfig.Empty).AsTask();
        var invoking = ResultAsync(worker.InvokeAsync(function, invocation, new TypedData { Http = new RpcHttp() }, context.RequestAborted));
        var forwarded = await forwarding;
        if ((forwarded != ForwarderError.None || await invoking != StatusResult.Types.Status.Success) && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
        }
    }

    private static async Task<StatusResult.Types.Status> ResultAsync(Task<StatusResult> invoking)
    {
        try
        {
            return (await invoking).Status;
        }
        catch (Exception gone) when (gone is WorkerGoneException or OperationCanceledException)
        {
            return StatusResult.Types.Status.Failure;
        }
    }
}

using NovaFence.Core.Audit;
using NovaFence.Http.Endpoints;

namespace NovaFence.Server.Hosting;

/// <summary><c>GET /metrics</c> of the server, as Prometheus reads it.</summary>
internal sealed class MetricsScrape : IHostedService
{
    private readonly IServiceProvider _services;
    private readonly IStateGauges _gauges;
    private readonly RequestDelegate _write;

    public MetricsScrape(IServiceProvider services, IStateGauges gauges)
    {
        (_services, _gauges) = (services, gauges);
        var pipeline = new ApplicationBuilder(services);
        // The exporter's own path and access would be beside those of all other endpoints.
        pipeline.UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true);
        _write = pipeline.Build();
    }

    /// <summary>The endpoint. Of this server alone: Azure Functions has many instances, and none that could be asked by name.</summary>
    internal AdditionalEndpoint Endpoint => new("Metrics", HttpMethods.Get, "/metrics", EndpointAccess.Metrics, async context =>
    {
        await _gauges.RefreshAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await _write(context);
        return new AdditionalAnswer.Written();
    });

    /// <summary>Writes them once to nobody: what the exporter needs of the program is loaded before files are short.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        var nobody = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellationToken };
        nobody.Request.Method = HttpMethods.Get;
        nobody.Request.Path = "/metrics";
        nobody.Request.Headers.Accept = "application/openmetrics-text";
        await _write(nobody);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

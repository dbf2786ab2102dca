using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>Health checks, open to anybody.</summary>
public sealed class HealthFunctions(NovaFenceEndpoints endpoints)
{
    /// <summary><c>GET /api/health/live</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.Live))]
    public Task Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health/live")] HttpRequest request) =>
        endpoints.Live(request.HttpContext);

    /// <summary><c>GET /api/health/ready</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.Ready))]
    public Task Ready([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health/ready")] HttpRequest request) =>
        endpoints.Ready(request.HttpContext);
}

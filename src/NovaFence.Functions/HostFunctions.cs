using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>What is known of the hosts, and an operator's word. The endpoints check the reader's or operator's token.</summary>
public sealed class HostFunctions(NovaFenceEndpoints endpoints)
{
    /// <summary><c>GET /api/hosts</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ListHosts))]
    public Task ListHosts([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/hosts")] HttpRequest request) =>
        endpoints.ListHosts(request.HttpContext);

    /// <summary><c>GET /api/hosts/{host}</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ShowHost))]
    public Task ShowHost([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/hosts/{host}")] HttpRequest request) =>
        endpoints.ShowHost(request.HttpContext);

    /// <summary><c>GET /api/hosts/{host}/events</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ListEvents))]
    public Task ListEvents([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/hosts/{host}/events")] HttpRequest request) =>
        endpoints.ListEvents(request.HttpContext);

    /// <summary><c>GET /api/events</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ListFleetEvents))]
    public Task ListFleetEvents([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/events")] HttpRequest request) =>
        endpoints.ListFleetEvents(request.HttpContext);

    /// <summary><c>PUT /api/hosts/{host}/force-down</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ForceDown))]
    public Task ForceDown([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/hosts/{host}/force-down")] HttpRequest request) =>
        endpoints.ForceDown(request.HttpContext);
}

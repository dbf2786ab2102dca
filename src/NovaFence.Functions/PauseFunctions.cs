using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>What is paused, and an operator who pauses or resumes. The endpoints check the reader's or operator's token.</summary>
public sealed class PauseFunctions(NovaFenceEndpoints endpoints)
{
    /// <summary><c>GET /api/pause</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ShowPauses))]
    public Task ShowPauses([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/pause")] HttpRequest request) =>
        endpoints.ShowPauses(request.HttpContext);

    /// <summary><c>PUT /api/pause</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.Pause))]
    public Task Pause([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/pause")] HttpRequest request) =>
        endpoints.Pause(request.HttpContext);

    /// <summary><c>DELETE /api/pause</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.Resume))]
    public Task Resume([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/pause")] HttpRequest request) =>
        endpoints.Resume(request.HttpContext);
}

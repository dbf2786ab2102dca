using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>How it is, in one look, and what was done over some time. The endpoint checks the reader's or operator's token.</summary>
public sealed class StatusFunctions(NovaFenceEndpoints endpoints)
{
    /// <summary><c>GET /api/status</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ShowStatus))]
    public Task ShowStatus([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/status")] HttpRequest request) =>
        endpoints.ShowStatus(request.HttpContext);

    /// <summary><c>GET /api/report</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ShowReport))]
    public Task ShowReport([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/report")] HttpRequest request) =>
        endpoints.ShowReport(request.HttpContext);
}

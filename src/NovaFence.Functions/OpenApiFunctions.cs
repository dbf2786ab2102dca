using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>The description of the API, open to anybody.</summary>
public sealed class OpenApiFunctions(NovaFenceEndpoints endpoints)
{
    /// <summary><c>GET /api/openapi.json</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.OpenApi))]
    public Task OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request) =>
        endpoints.OpenApi(request.HttpContext);
}

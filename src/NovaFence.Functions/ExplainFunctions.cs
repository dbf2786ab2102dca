using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>What would become of a delivery. The endpoint checks the reader's or operator's token.</summary>
public sealed class ExplainFunctions(NovaFenceEndpoints endpoints)
{
    /// <summary><c>POST /api/explain</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.Explain))]
    public Task Explain([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/explain")] HttpRequest request) =>
        endpoints.Explain(request.HttpContext);
}

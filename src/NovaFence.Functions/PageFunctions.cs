using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>The page for people. The endpoints look at the session.</summary>
public sealed class PageFunctions(NovaFenceEndpoints endpoints)
{
    /// <summary>
    /// The path <c>/</c>, as host and worker both take it: of "/" the worker makes "//", which is no route and leaves it without any
    /// (https://github.com/Azure/azure-functions-dotnet-worker/blob/main/extensions/Worker.Extensions.Http.AspNetCore/src/AspNetMiddleware/FunctionsEndpointDataSource.cs), and of
    /// an empty one the host makes the function's name (https://github.com/Azure/Azure-Functions/issues/2473).
    /// </summary>
    public const string Root = "{ignored:maxlength(0)?}";

    /// <summary><c>GET /</c>; the host's own page at this path is off (<c>AzureWebJobsDisableHomepage</c>).</summary>
    [Function(nameof(NovaFenceEndpoints.PageHome))]
    public Task PageHome([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root)] HttpRequest request) => endpoints.PageHome(request.HttpContext);

    /// <summary><c>GET /page/fleet</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.PageFleet))]
    public Task PageFleet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "page/fleet")] HttpRequest request) => endpoints.PageFleet(request.HttpContext);

    /// <summary><c>GET /hosts/{host}</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.PageHost))]
    public Task PageHost([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hosts/{host}")] HttpRequest request) => endpoints.PageHost(request.HttpContext);

    /// <summary><c>GET /page/hosts/{host}</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.PageHostPart))]
    public Task PageHostPart([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "page/hosts/{host}")] HttpRequest request) => endpoints.PageHostPart(request.HttpContext);

    /// <summary><c>POST /page/act</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.PageAct))]
    public Task PageAct([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "page/act")] HttpRequest request) => endpoints.PageAct(request.HttpContext);

    /// <summary><c>POST /page/sign-in</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.PageSignIn))]
    public Task PageSignIn([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "page/sign-in")] HttpRequest request) => endpoints.PageSignIn(request.HttpContext);

    /// <summary><c>POST /page/sign-out</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.PageSignOut))]
    public Task PageSignOut([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "page/sign-out")] HttpRequest request) => endpoints.PageSignOut(request.HttpContext);

    /// <summary><c>GET /page/assets/{file}</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.PageAsset))]
    public Task PageAsset([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "page/assets/{file}")] HttpRequest request) => endpoints.PageAsset(request.HttpContext);
}

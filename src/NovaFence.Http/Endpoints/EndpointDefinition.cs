using Microsoft.AspNetCore.Http;

namespace NovaFence.Http.Endpoints;

/// <summary>One endpoint, as every head must offer it.</summary>
/// <param name="Name">Its name; also the name of the method of <see cref="NovaFenceEndpoints"/>, and of the function on Azure Functions.</param>
/// <param name="Method">The one HTTP method it takes.</param>
/// <param name="Pattern">The whole route, with its leading slash. The Functions host puts nothing before it: <c>host.json</c>, <c>routePrefix</c>.</param>
/// <param name="Access">Who may use it. Checked in the handler, so that a head cannot forget to.</param>
/// <param name="Handler">What it does; writes the whole answer, refusals and failures too.</param>
public sealed record EndpointDefinition(
    string Name,
    string Method,
    string Pattern,
    EndpointAccess Access,
    Func<NovaFenceEndpoints, HttpContext, Task> Handler);

using Microsoft.AspNetCore.Http;
using NovaFence.Http.Endpoints;

namespace NovaFence.Http.Page;

/// <summary>One path of the page for people, as every head must offer it. No part of the API: it may change with every version.</summary>
/// <param name="Name">Its name; also the name of the method of <see cref="NovaFenceEndpoints"/>, and of the function on Azure Functions.</param>
/// <param name="Method">The one HTTP method it takes.</param>
/// <param name="Pattern">The whole route, with its leading slash.</param>
/// <param name="Handler">What it does; writes the whole answer, refusals and failures too, and looks at the session itself.</param>
public sealed record PageDefinition(string Name, string Method, string Pattern, Func<NovaFenceEndpoints, HttpContext, Task> Handler);

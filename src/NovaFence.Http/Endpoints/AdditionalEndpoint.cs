using Microsoft.AspNetCore.Http;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// An endpoint that one program offers beside those of <see cref="EndpointTable"/>, behind the same access control and answered in the same
/// form.
/// </summary>
/// <param name="Name">Its name, for the log.</param>
/// <param name="Method">The one HTTP method it takes.</param>
/// <param name="Pattern">The route, beginning with a slash.</param>
/// <param name="Access">Who may use it.</param>
/// <param name="Handler">What it does, once the request may pass.</param>
public sealed record AdditionalEndpoint(
    string Name, string Method, string Pattern, EndpointAccess Access, Func<HttpContext, Task<AdditionalAnswer>> Handler);

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace NovaFence.Sandbox.Wire;

/// <summary>One request as the API behind the web server sees it.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Without the part that chose the service, without query, percent-decoded.</param>
/// <param name="Query">The query parameters.</param>
/// <param name="Headers">The request's headers.</param>
/// <param name="Body">
/// Null where the request told no Content-Length: neither Nova nor Keystone, under uwsgi or eventlet, reads a chunked body.
/// </param>
/// <param name="Base">Scheme and authority, without a slash at the end.</param>
internal sealed record ApiRequest(string Method, string Path, IQueryCollection Query, IHeaderDictionary Headers, byte[]? Body, string Base)
{
    /// <summary>The media type of the body without parameters, lower case; null when the request told none.</summary>
    public string? MediaType => Header("Content-Type")?.Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>A header's last value, or null.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out StringValues values) && values.Count > 0 ? values[^1] : null;
}

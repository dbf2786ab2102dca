using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NovaFence.Sandbox.Wire;

/// <summary>Between ASP.NET Core and the two APIs.</summary>
internal static class Exchange
{
    /// <summary>Reads a request as a WSGI application gets it: without Content-Length there is no body.</summary>
    public static async ValueTask<ApiRequest> ReadAsync(HttpContext context, string path)
    {
        HttpRequest request = context.Request;
        byte[]? body = null;
        if (request.ContentLength is { } length and <= int.MaxValue)
        {
            body = new byte[length];
            await request.Body.ReadExactlyAsync(body, context.RequestAborted);
        }
        else
        {
            // Read and thrown away, so that the connection stays usable for the next request.
            await request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }

        return new(request.Method, path, request.Query, request.Headers, body, $"{request.Scheme}://{request.Host.Value ?? "127.0.0.1"}");
    }

    public static async ValueTask WriteAsync(HttpContext context, Reply reply)
    {
        HttpResponse response = context.Response;
        response.StatusCode = reply.Status;
        if (reply.ContentType is { } type)
            response.ContentType = type;
        foreach ((string name, string value) in reply.Headers)
            response.Headers.Append(name, value);
        if (reply.Status == StatusCodes.Status204NoContent)
            return;
        response.ContentLength = reply.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    /// <summary>The path and query as the client sent them.</summary>
    public static string RawTarget(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
}

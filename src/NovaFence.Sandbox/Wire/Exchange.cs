using Microsoft.AspNetCore.Connections.Features;
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
        // Read in any case, so that the connection stays usable for the next request.
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, context.RequestAborted);
        byte[]? body = request.ContentLength is null ? null : buffer.ToArray();
        return new(request.Method, path, request.Query, request.Headers, body, $"{request.Scheme}://{request.Host.Value ?? "127.0.0.1"}");
    }

    public static async ValueTask WriteAsync(HttpContext context, Reply reply, bool close)
    {
        if (reply.Status == 0)
        {
            context.Abort();
            return;
        }

        HttpResponse response = context.Response;
        response.StatusCode = reply.Status;
        if (reply.ContentType is { } type)
            response.ContentType = type;
        foreach ((string name, string value) in reply.Headers)
            response.Headers.Append(name, value);
        if (close)
            response.Headers.Connection = "close";
        if (reply.Status == StatusCodes.Status204NoContent)
            return;
        response.ContentLength = reply.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    /// <summary>The path and query as the client sent them.</summary>
    public static string RawTarget(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";

    /// <summary>The worker that has this connection: the first request decides, the others follow.</summary>
    public static int Worker(HttpContext context, Func<int> next)
    {
        IDictionary<object, object?> items = context.Features.Get<IConnectionItemsFeature>()!.Items;
        if (items.TryGetValue(typeof(Exchange), out object? worker))
            return (int)worker!;
        int chosen = next();
        items[typeof(Exchange)] = chosen;
        return chosen;
    }
}

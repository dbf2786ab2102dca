using Microsoft.AspNetCore.Http;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Bodies;

/// <summary>Refuses a request that says twice, or in a way of its own, where its body ends: another server in front of this one may have believed the other word.</summary>
internal static class Framing
{
    /// <summary>
    /// Where Kestrel puts a length that came with chunks, after it has taken the chunks
    /// (https://github.com/dotnet/aspnetcore/blob/main/src/Servers/Kestrel/Core/src/Internal/Http/Http1MessageBody.cs).
    /// </summary>
    private const string SetAside = "X-Content-Length";

    /// <summary>Why the request is not taken; null where it is. The connection ends with it.</summary>
    public static Problem? Refuse(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.TransferEncoding.Count == 0)
            return null;
        var isHttp1 = HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol);
        var isChunked = headers.TransferEncoding is [{ } coding] && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase);
        if (isChunked && !HttpProtocol.IsHttp10(context.Request.Protocol) && headers.ContentLength is null && !headers.ContainsKey(SetAside))
            return null;
        if (isHttp1)
            context.Response.Headers.Connection = "close";
        return Problem.Unreadable("Send either 'Content-Length' or, in HTTP/1.1, 'Transfer-Encoding: chunked', and no other coding.");
    }
}

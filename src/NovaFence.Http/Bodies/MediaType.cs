using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Bodies;

/// <summary>Only plain <c>application/json</c> is taken, with any parameters.</summary>
internal static class MediaType
{
    /// <summary>Why the body is of the wrong kind; null when it is JSON.</summary>
    public static Problem? Refuse(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return Problem.WrongMediaType("Send the body as 'Content-Type: application/json'.");
        }

        var codings = request.Headers.ContentEncoding;
        if (codings.Count == 0 || (codings.Count == 1 && string.Equals(codings[0], "identity", StringComparison.OrdinalIgnoreCase)))
            return null;
        return Problem.WrongCoding("Send the body as it is, without 'Content-Encoding': compressed bodies are not taken.");
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Answers;

/// <summary>Writes every answer, so that each carries the same headers and, in a sandbox, says so.</summary>
internal sealed class AnswerWriter(IOptions<AnswerOptions> answers, IOptions<ReceiversOptions> receivers)
{
    private readonly bool _sandbox = answers.Value.Sandbox;

    private readonly string _retryAfter =
        ((long)Math.Ceiling(receivers.Value.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers with a value; 503 comes with <c>Retry-After</c>.</summary>
    public Task WriteAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type) =>
        WriteAsync(context, status, "application/json", value, type);

    /// <summary>Answers with a refusal.</summary>
    public Task WriteAsync(HttpContext context, Problem problem)
    {
        if (problem.Header is { } header)
            context.Response.Headers[header.Key] = header.Value;
        return WriteAsync(context, problem.Status, Problem.MediaType, problem, AnswersJson.Readable.Problem);
    }

    /// <summary>Answers with JSON as it is: a document whose form is not ours, which a sandbox marks by its header alone.</summary>
    public Task WriteAsync(HttpContext context, int status, byte[] json) => WriteAsync(context, status, "application/json", json);

    private Task WriteAsync<T>(HttpContext context, int status, string mediaType, T value, JsonTypeInfo<T> type) =>
        WriteAsync(context, status, mediaType, _sandbox ? Marked(value, type) : JsonSerializer.SerializeToUtf8Bytes(value, type));

    private async Task WriteAsync(HttpContext context, int status, string mediaType, byte[] body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = _retryAfter;
        if (_sandbox)
            response.Headers[AnswerOptions.SandboxHeader] = "true";

        // A HEAD to a wrong path is answered too, and has no body.
        if (!HttpMethods.IsHead(context.Request.Method))
            // A client that only stopped sending still reads; for one that is gone the server writes into the void.
            await response.Body.WriteAsync(body, CancellationToken.None);
    }

    private static byte[] Marked<T>(T value, JsonTypeInfo<T> type)
    {
        var node = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        node["sandbox"] = true;
        return JsonSerializer.SerializeToUtf8Bytes(node, AnswersJson.Readable.JsonObject);
    }
}

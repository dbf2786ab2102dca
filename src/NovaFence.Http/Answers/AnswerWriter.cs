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

    /// <summary>
    /// Answers with a value that may be as large as the fleet, as it is being written: it is never in memory as a whole. Nobody who is gone, or who reads too
    /// slowly, is written to any longer.
    /// </summary>
    /// <param name="context">Whom to answer.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">Its form.</param>
    /// <param name="stop">Ends it, and the connection with it.</param>
    public async Task WriteLargeAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, CancellationToken stop)
    {
        if (_sandbox || HttpMethods.IsHead(context.Request.Method))
        {
            await WriteAsync(context, StatusCodes.Status200OK, value, type);
            return;
        }

        SetHeaders(context.Response, StatusCodes.Status200OK, "application/json");
        try
        {
            await JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, type, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
        }
    }

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
        SetHeaders(response, status, mediaType);
        response.ContentLength = body.Length;

        // A HEAD to a wrong path is answered too, and has no body.
        if (!HttpMethods.IsHead(context.Request.Method))
            // A client that only stopped sending still reads; for one that is gone the server writes into the void.
            await response.Body.WriteAsync(body, CancellationToken.None);
    }

    private void SetHeaders(HttpResponse response, int status, string mediaType)
    {
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = _retryAfter;
        if (_sandbox)
            response.Headers[AnswerOptions.SandboxHeader] = "true";
    }

    private static byte[] Marked<T>(T value, JsonTypeInfo<T> type)
    {
        var node = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        node["sandbox"] = true;
        return JsonSerializer.SerializeToUtf8Bytes(node, AnswersJson.Readable.JsonObject);
    }
}

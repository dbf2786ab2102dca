using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace NovaFence.Http.Tests.Announcing;

/// <summary>Any number of Alertmanagers behind one handler. They take everything, unless told otherwise.</summary>
internal sealed class ScriptedAlertmanagers : HttpMessageHandler
{
    private readonly ConcurrentQueue<Received> _received = new();

    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

    public IReadOnlyList<Received> All => [.. _received];

    public Received Only => _received.Should().ContainSingle().Subject;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = request.Content!;
        // Asked before the body is read: a content that knows its length only afterwards would be sent in chunks.
        var length = content.Headers.ContentLength;
        _received.Enqueue(new Received(
            $"{request.Method} {request.RequestUri}", request.Headers.Authorization, content.Headers.ContentType?.ToString(), length, await content.ReadAsStringAsync(cancellationToken)));
        return await Answer(request, cancellationToken);
    }

    internal sealed record Received(string Line, AuthenticationHeaderValue? Authorization, string? ContentType, long? ContentLength, string Body)
    {
        public JsonArray Alerts => JsonNode.Parse(Body)!.AsArray();

        /// <summary>The same on a few lines, to be compared.</summary>
        public string Json => JsonNode.Parse(Body)!.ToJsonString(Readable);

        private static System.Text.Json.JsonSerializerOptions Readable { get; } = new() { WriteIndented = true };
    }
}

using System.Text.Json.Nodes;

namespace NovaFence.Http.Tests.Describing;

/// <summary>Every answer that a test gets is one that <c>/api/openapi.json</c> describes: its status, its media type, each name and each value.</summary>
internal sealed class AnswersAsDescribed() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.Headers.Contains("NovaFence-Sandbox"))
            body = Unmarked(body);
        if (body.Length > 0 && DescribedApi.Ours.Fault(request.Method.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body) is { } fault
            && (int)response.StatusCode != 405)
        {
            throw new InvalidOperationException(fault);
        }

        return response;
    }

    private static string Unmarked(string body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        json.Remove("sandbox");
        return json.ToJsonString();
    }
}

using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>What senders and operators do.</summary>
internal static class Sending
{
    public static Task<HttpResponseMessage> AlertmanagerAsync(this TestApp app, byte[] body, string? token = TestApp.Token) =>
        app.SendAsync(HttpMethod.Post, "/api/webhooks/alertmanager", token, Json(body));

    public static async Task<HttpResponseMessage> PagerDutyAsync(this TestApp app, byte[] body, params string[] signatures)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/pagerduty") { Content = Json(body) };
        request.Headers.TryAddWithoutValidation("X-PagerDuty-Signature", string.Join(',', signatures.Length > 0 ? signatures : [Signature(body)]));
        return await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Grafana's delivery with its signature, and what else is given.</summary>
    public static async Task<HttpResponseMessage> GrafanaAsync(this TestApp app, byte[] body, string signature, (string Name, string Value)? more = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/grafana") { Content = Json(body) };
        request.Headers.TryAddWithoutValidation("X-Grafana-Alerting-Signature", signature);
        if (more is { } header)
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The bare hexadecimal HMAC-SHA256.</summary>
    public static string Hex(byte[] signed, string secret = TestApp.GrafanaSecret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    public static async Task<HttpResponseMessage> SendAsync(this TestApp app, HttpMethod method, string path, string? token = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> GetAsync(this TestApp app, string path, string? token = TestApp.Reader) =>
        app.SendAsync(HttpMethod.Get, path, token);

    public static string Signature(byte[] body, string secret = TestApp.Secret) =>
        $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    public static ByteArrayContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public static ByteArrayContent Json(string body) => Json(Encoding.UTF8.GetBytes(body));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    /// <summary>The detail of a problem, after the rest of it was checked.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage response, int status, string kind)
    {
        var json = await response.JsonAsync();
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        ((int)response.StatusCode).Should().Be(status, "{0}", json);
        json.GetProperty("status").GetInt32().Should().Be(status);
        json.GetProperty("type").GetString().Should().Be($"urn:novafence:problem:{kind}");
        json.GetProperty("title").GetString().Should().NotBeNullOrWhiteSpace();
        return json.GetProperty("detail").GetString()!;
    }
}

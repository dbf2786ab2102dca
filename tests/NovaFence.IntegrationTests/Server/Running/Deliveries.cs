using System.Net;
using System.Net.Http.Headers;

namespace NovaFence.Server.Tests.Running;

/// <summary>What Alertmanager would send about the hosts of a sandbox.</summary>
internal static class Deliveries
{
    public static string Of(params IEnumerable<string> hosts) => Of("firing", "0001-01-01T00:00:00Z", hosts);

    public static Task<HttpStatusCode> DeliverAsync(this HttpClient client, params string[] hosts) => SendAsync(client, Of(hosts));

    /// <summary>That their alerts have ended.</summary>
    public static Task<HttpStatusCode> DeliverEndAsync(this HttpClient client, params string[] hosts) => SendAsync(client, Of("resolved", $"{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}", hosts));

    private static string Of(string status, string endsAt, IEnumerable<string> hosts) =>
        $$"""{"version":"4","status":"{{status}}","alerts":[{{string.Join(',', hosts.Select(host => Alert(host, status, endsAt)))}}]}""";

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = new StringContent(body, null, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static string Alert(string host, string status, string endsAt) => $$"""
        {"status":"{{status}}","labels":{"alertname":"HostDown","host":"{{host}}"},"annotations":{},
        "startsAt":"2026-01-01T00:00:00Z","endsAt":"{{endsAt}}","fingerprint":"{{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(host))[^16..]}}"}
        """;
}

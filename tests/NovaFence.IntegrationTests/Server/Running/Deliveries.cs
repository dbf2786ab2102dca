using System.Net;
using System.Net.Http.Headers;

namespace NovaFence.Server.Tests.Running;

/// <summary>What Alertmanager would send about the hosts of a sandbox.</summary>
internal static class Deliveries
{
    public static string Of(params IEnumerable<string> hosts) => $$"""{"version":"4","status":"firing","alerts":[{{string.Join(',', hosts.Select(Alert))}}]}""";

    public static async Task<HttpStatusCode> DeliverAsync(this HttpClient client, params string[] hosts)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = new StringContent(Of(hosts), null, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static string Alert(string host) => $$"""
        {"status":"firing","labels":{"alertname":"HostDown","host":"{{host}}"},"annotations":{},
        "startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"{{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(host))[^16..]}}"}
        """;
}

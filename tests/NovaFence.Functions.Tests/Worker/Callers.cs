using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>What Alertmanager, operators and probes send to the app with the sample's tokens.</summary>
internal sealed class Callers(HttpClient client)
{
    private static readonly DateTimeOffset Began = DateTimeOffset.UtcNow;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> AlertAsync(string status, string? token) => DeliverAsync(new StringContent(Delivery(status), Encoding.UTF8, "application/json"), token);

    /// <summary>Posts a body to Alertmanager's webhook.</summary>
    public Task<HttpResponseMessage> DeliverAsync(HttpContent body, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = body };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return SendAsync(request);
    }

    public Task<HttpResponseMessage> OperatorAsync(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalSettings.OperatorToken);
        return SendAsync(request);
    }

    /// <summary>Asks with no token.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => client.SendAsync(request, Token);

    public async Task<string?> StateAsync() => (string?)(await ReadAsync(await OperatorAsync(HttpMethod.Get, "/api/hosts/compute1")))["state"];

    /// <summary>Waits until the ledger is open and the fleet known, as an instance is when its first alert comes.</summary>
    public Task ReadyAsync() => Patience.UntilAsync("the app is ready", async () =>
    {
        using var ready = await GetAsync("/api/health/ready");
        using var hosts = await OperatorAsync(HttpMethod.Get, "/api/hosts");
        return ready.IsSuccessStatusCode && hosts.IsSuccessStatusCode && (await ReadAsync(hosts))["hosts"]!.AsArray().Count == 5;
    });

    /// <summary>The report of the timer's audit, begun at or after that time. The timer's stands back while the one at the start runs, so it fires until one is kept.</summary>
    public async Task<JsonNode> AuditedSinceAsync(DateTimeOffset since, Func<Task> fire)
    {
        JsonNode? audit = null;
        await Patience.UntilAsync("an audit is kept", async () =>
        {
            await fire();
            using var answer = await OperatorAsync(HttpMethod.Get, "/api/audit");
            audit = answer.IsSuccessStatusCode ? await ReadAsync(answer) : null;
            return audit?["at"]!.GetValue<DateTimeOffset>() >= since;
        });
        return audit!;
    }

    public static async Task<string?> VerdictAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return (string?)(await ReadAsync(answer))["outcomes"]![0]!["verdict"];
    }

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;

    private static string Delivery(string status)
    {
        var starts = Began.ToString("O", CultureInfo.InvariantCulture);
        var ends = status == "resolved" ? Began.AddMinutes(1).ToString("O", CultureInfo.InvariantCulture) : "0001-01-01T00:00:00Z";
        return $$"""
            {"version":"4","groupKey":"{}:{}","truncatedAlerts":0,"status":"{{status}}","receiver":"novafence","groupLabels":{},"commonLabels":{},
             "commonAnnotations":{},"externalURL":"http://alertmanager.example.org:9093",
             "alerts":[{"status":"{{status}}","labels":{"alertname":"HostDown","host":"compute1","fenced":"true"},"annotations":{},
              "startsAt":"{{starts}}","endsAt":"{{ends}}","generatorURL":"","fingerprint":"8c9f3a1d27b4e650"}]}
            """;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Functions.Tests.Settings;
using NovaFence.Sandbox;

namespace NovaFence.Functions.Tests.Running;

/// <summary>The functions do what the server does: the same code, the same answers, on a Nova.</summary>
public sealed class HeadTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Began = DateTimeOffset.UtcNow;

    private readonly DirectoryInfo _data = System.IO.Directory.CreateTempSubdirectory("novafence-functions-");
    private SandboxCloud _cloud = null!;
    private FunctionsHost _host = null!;
    private Dictionary<string, string> _settings = null!;

    public async ValueTask InitializeAsync()
    {
        // The sample's own account and settings, but for what would need Azurite or a fixed port.
        var settings = LocalSettings.NovaFence.ToDictionary(StringComparer.Ordinal);
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Password = settings["NovaFence__Cloud__Password"] }, TestContext.Current.CancellationToken);
        settings["NovaFence__Cloud__AuthUrl"] = _cloud.AuthUrl.ToString();
        settings.Remove("NovaFence__Ledger__Tables__ConnectionString");
        settings["NovaFence__Ledger__Sqlite__Path"] = Path.Combine(_data.FullName, "ledger.db");
        // What the functions answer is tested here, and not how long nova-compute takes to report: the sample's route waits for it.
        settings["NovaFence__Routes__0__Release"] = "immediately";
        settings["NovaFence__Release__SettleTime"] = "00:00:00";
        _settings = settings;
        _host = await FunctionsHost.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _cloud.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task An_alert_forces_a_host_down_the_audit_agrees_and_its_resolution_unsets_it()
    {
        await ReadyAsync();
        _cloud.Crash("compute1");

        (await VerdictAsync(await AlertAsync("firing", "local-alertmanager-token"))).Should().Be("force-down");
        (await StateAsync()).Should().Be("down");

        var audit = await AuditedSinceAsync(DateTimeOffset.UtcNow);
        audit["findings"]!.AsArray().Select(static finding => (string?)finding!["kind"]).Should().Equal("in sync");

        _cloud.Boot("compute1");
        (await VerdictAsync(await AlertAsync("resolved", "local-alertmanager-token"))).Should().Be("unset");
        (await StateAsync()).Should().Be("clear");
        _cloud.Requests.ServicePuts.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_has_settled_is_unset_by_the_next_probe_because_no_timer_runs_here()
    {
        await _host.DisposeAsync();
        _settings["NovaFence__Release__SettleTime"] = "00:00:00.2";
        _host = await FunctionsHost.StartAsync(_settings);
        await ReadyAsync();
        _cloud.Crash("compute1");
        (await VerdictAsync(await AlertAsync("firing", "local-alertmanager-token"))).Should().Be("force-down");

        _cloud.Boot("compute1");
        (await VerdictAsync(await AlertAsync("resolved", "local-alertmanager-token"))).Should().Be("recorded");

        // The probe alone, as a load balancer asks it: it finds what is due.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (_cloud.Requests.ServicePuts.Count < 2)
        {
            using var ready = await _host.Client.GetAsync(new Uri("/api/health/ready", UriKind.Relative), patience.Token);
            await Task.Delay(50, patience.Token);
        }

        (await StateAsync()).Should().Be("clear");
    }

    [Theory]
    [InlineData("/sandbox/hosts/compute1/crash")]
    [InlineData("/sandbox/hosts/compute1/boot")]
    [InlineData("/sandbox/cloud/away")]
    [InlineData("/sandbox/cloud/back")]
    public async Task The_sandboxs_buttons_are_not_here(string button)
    {
        foreach (var path in (string[])[button, "/api" + button])
            (await OperatorAsync(HttpMethod.Post, path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_its_secret_nobody_gets_in_and_Nova_hears_nothing()
    {
        await ReadyAsync();

        (await AlertAsync("firing", "a-guessed-token")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var unsigned = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/pagerduty") { Content = JsonContent.Create(new JsonObject()) };
        (await SendAsync(unsigned)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var command = new HttpRequestMessage(HttpMethod.Put, "/api/hosts/compute1/force-down") { Content = JsonContent.Create(new JsonObject { ["forced_down"] = true }) };
        (await SendAsync(command)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var listing = new HttpRequestMessage(HttpMethod.Get, "/api/hosts");
        (await SendAsync(listing)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        _cloud.Requests.ServicePuts.Should().BeEmpty();
    }

    [Fact]
    public async Task Health_is_open()
    {
        using var live = new HttpRequestMessage(HttpMethod.Get, "/api/health/live");
        (await SendAsync(live)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Waits until the ledger is open and the fleet known, as an instance is when its first alert comes.</summary>
    private async Task ReadyAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var ready = await _host.Client.GetAsync(new Uri("/api/health/ready", UriKind.Relative), patience.Token);
            using var hosts = await OperatorAsync(HttpMethod.Get, "/api/hosts");
            if (ready.IsSuccessStatusCode && hosts.IsSuccessStatusCode && (await ReadAsync(hosts))["hosts"]!.AsArray().Count == 5)
                return;
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>The report of the timer's audit, begun at or after that time. The timer's stands back while the one at the start runs, so it fires until one is kept.</summary>
    private async Task<JsonNode> AuditedSinceAsync(DateTimeOffset since)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            await _host.FireAsync();
            using var answer = await OperatorAsync(HttpMethod.Get, "/api/audit");
            if (answer.IsSuccessStatusCode && await ReadAsync(answer) is var audit && audit["at"]!.GetValue<DateTimeOffset>() >= since)
                return audit;
            await Task.Delay(50, patience.Token);
        }
    }

    private Task<HttpResponseMessage> AlertAsync(string status, string token)
    {
        var starts = Began.ToString("O", CultureInfo.InvariantCulture);
        var ends = status == "resolved" ? Began.AddMinutes(1).ToString("O", CultureInfo.InvariantCulture) : "0001-01-01T00:00:00Z";
        var body = $$"""
            {"version":"4","groupKey":"{}:{}","truncatedAlerts":0,"status":"{{status}}","receiver":"novafence","groupLabels":{},"commonLabels":{},
             "commonAnnotations":{},"externalURL":"http://alertmanager.example.org:9093",
             "alerts":[{"status":"{{status}}","labels":{"alertname":"HostDown","host":"compute1","fenced":"true"},"annotations":{},
              "startsAt":"{{starts}}","endsAt":"{{ends}}","generatorURL":"","fingerprint":"8c9f3a1d27b4e650"}]}
            """;
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return SendAsync(request);
    }

    private Task<HttpResponseMessage> OperatorAsync(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "local-operator-token");
        return SendAsync(request);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _host.Client.SendAsync(request, TestContext.Current.CancellationToken);

    private async Task<string?> StateAsync() => (string?)(await ReadAsync(await OperatorAsync(HttpMethod.Get, "/api/hosts/compute1")))["state"];

    private static async Task<string?> VerdictAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return (string?)(await ReadAsync(answer))["outcomes"]![0]!["verdict"];
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NovaFence.Functions.Tests.Settings;
using NovaFence.Sandbox;

namespace NovaFence.Functions.Tests.Running;

/// <summary>The functions do what the server does: the same code, the same answers, on a Nova.</summary>
public sealed class HeadTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = System.IO.Directory.CreateTempSubdirectory("novafence-functions-");
    private SandboxCloud _cloud = null!;
    private FunctionsHost _host = null!;
    private Callers _callers = null!;
    private Dictionary<string, string> _settings = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await LocalSettings.StartCloudAsync(TestContext.Current.CancellationToken);
        _settings = LocalSettings.For(_cloud, _data);
        await StartHostAsync();
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
        await _callers.ReadyAsync();
        _cloud.Crash("compute1");

        (await Callers.VerdictAsync(await _callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");
        (await _callers.StateAsync()).Should().Be("down");

        var audit = await _callers.AuditedSinceAsync(DateTimeOffset.UtcNow, _host.FireAsync);
        audit["findings"]!.AsArray().Select(static finding => (string?)finding!["kind"]).Should().Equal("in sync");

        _cloud.Boot("compute1");
        (await Callers.VerdictAsync(await _callers.AlertAsync("resolved", LocalSettings.AlertmanagerToken))).Should().Be("unset");
        (await _callers.StateAsync()).Should().Be("clear");
        _cloud.Requests.ServicePuts.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_has_settled_is_unset_by_the_next_probe_because_no_timer_runs_here()
    {
        await _host.DisposeAsync();
        _settings["NovaFence__Release__SettleTime"] = "00:00:00.2";
        await StartHostAsync();
        await _callers.ReadyAsync();
        _cloud.Crash("compute1");
        (await Callers.VerdictAsync(await _callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");

        _cloud.Boot("compute1");
        (await Callers.VerdictAsync(await _callers.AlertAsync("resolved", LocalSettings.AlertmanagerToken))).Should().Be("recorded");

        // The probe alone, as a load balancer asks it: it finds what is due.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (_cloud.Requests.ServicePuts.Count < 2)
        {
            using var ready = await _host.Client.GetAsync(new Uri("/api/health/ready", UriKind.Relative), patience.Token);
            await Task.Delay(50, patience.Token);
        }

        (await _callers.StateAsync()).Should().Be("clear");
    }

    [Theory]
    [InlineData("/sandbox/hosts/compute1/crash")]
    [InlineData("/sandbox/hosts/compute1/boot")]
    [InlineData("/sandbox/cloud/away")]
    [InlineData("/sandbox/cloud/back")]
    public async Task The_sandboxs_buttons_are_not_here(string button)
    {
        foreach (var path in (string[])[button, "/api" + button])
            (await _callers.OperatorAsync(HttpMethod.Post, path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_its_secret_nobody_gets_in_and_Nova_hears_nothing()
    {
        await _callers.ReadyAsync();

        (await _callers.AlertAsync("firing", "a-guessed-token")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var unsigned = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/pagerduty") { Content = JsonContent.Create(new JsonObject()) };
        (await _callers.SendAsync(unsigned)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var command = new HttpRequestMessage(HttpMethod.Put, "/api/hosts/compute1/force-down") { Content = JsonContent.Create(new JsonObject { ["forced_down"] = true }) };
        (await _callers.SendAsync(command)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var listing = new HttpRequestMessage(HttpMethod.Get, "/api/hosts");
        (await _callers.SendAsync(listing)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        _cloud.Requests.ServicePuts.Should().BeEmpty();
    }

    [Fact]
    public async Task Health_is_open()
    {
        using var live = new HttpRequestMessage(HttpMethod.Get, "/api/health/live");
        (await _callers.SendAsync(live)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private async Task StartHostAsync()
    {
        _host = await FunctionsHost.StartAsync(_settings);
        _callers = new Callers(_host.Client);
    }
}

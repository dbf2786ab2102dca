using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>GET /metrics</c> of a running <c>novafence serve</c>.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    /// <summary>What dashboards and rules rest on.</summary>
    private static readonly string[] Names =
    [
        "novafence_verdicts_total", "novafence_deliveries_total", "novafence_force_down_duration_seconds_bucket", "novafence_alert_age_seconds_bucket",
        "novafence_nova_request_duration_seconds_bucket", "novafence_hosts", "novafence_holds", "novafence_budget_hosts", "novafence_storm_hosts", "novafence_storm_limit",
        "novafence_paused", "novafence_paused_hosts", "novafence_mode", "novafence_audit_last_success_timestamp_seconds", "novafence_audit_findings",
        "novafence_watchdog_last_heard_timestamp_seconds", "novafence_watchdog_silent", "novafence_cloud_up", "novafence_ledger_up", "novafence_token_expiry_timestamp_seconds",
        "novafence_build_info",
    ];

    /// <summary>Those that are there once a BMC was asked.</summary>
    private static readonly string[] PowerNames = ["novafence_power_offs_total", "novafence_power_reads_total", "novafence_power_read_duration_seconds_bucket", "novafence_power_last_read_timestamp_seconds"];

    private readonly CloudAndLedger _given = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _given.InitializeAsync();
        _given.Surroundings.Variables["NovaFence__Watchdog__Match__0"] = "alertname=\"Watchdog\"";
        _given.Surroundings.Variables["NovaFence__Audit__Schedule"] = "0 0 0 1 * *";
        _given.Surroundings.Variables["NovaFence__Budget__MaxShare"] = "1";
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_delivery_is_counted_and_timed_and_the_hosts_are_told_by_where_they_stand()
    {
        await using var program = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        Value(await ScrapeAsync(client), "novafence_deliveries_total{receiver=\"alertmanager\",status=\"200\"}").Should().Be(0, "nothing was delivered yet, and that can be seen");
        Value(await ScrapeAsync(client), "novafence_verdicts_total{reason=\"forced down\",receiver=\"alertmanager\",route=\"hosts\",verdict=\"force-down\"}").Should().Be(0);
        _given.Cloud.Crash("compute1");
        _given.Cloud.Crash("compute2");
        (await client.DeliverAsync("compute1", "compute2")).Should().Be(HttpStatusCode.OK);
        await WatchdogAsync(client);

        var said = await ScrapeAsync(client);

        foreach (var name in Names)
            said.Should().Contain(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal), "{0} is documented", name);
        Value(said, "novafence_verdicts_total{reason=\"forced down\",receiver=\"alertmanager\",route=\"hosts\",verdict=\"force-down\"}").Should().Be(2);
        Value(said, "novafence_deliveries_total{receiver=\"alertmanager\",status=\"200\"}").Should().Be(2);
        Value(said, "novafence_hosts{state=\"down\"}").Should().Be(2);
        Value(said, "novafence_hosts{state=\"clear\"}").Should().Be(3);
        Value(said, "novafence_budget_hosts{kind=\"used\"}").Should().Be(2);
        Value(said, "novafence_force_down_duration_seconds_count{}").Should().Be(2);
        Value(said, "novafence_force_down_duration_seconds_bucket{le=\"10\"}").Should().Be(2);
        Value(said, "novafence_nova_request_duration_seconds_count{operation=\"force-down\",status=\"200\"}").Should().Be(2);
        Value(said, "novafence_token_expiry_timestamp_seconds{}").Should().BeGreaterThan(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Value(said, "novafence_watchdog_last_heard_timestamp_seconds{}").Should().BeApproximately(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 60);
        said.Where(line => line.StartsWith("novafence_", StringComparison.Ordinal)).Should().NotContain(line => line.Contains("compute1", StringComparison.Ordinal), "hosts are no labels");
    }

    [Fact]
    public async Task Questions_to_BMCs_are_counted_and_timed_by_what_they_came_to()
    {
        await using var own = new CloudAndLedger { HasBmcs = true };
        await own.InitializeAsync();
        own.Surroundings.Variables["NovaFence__Routes__0__Evidence"] = "all(label:alertname=\"HostDown\", power:off)";
        own.Surroundings.Variables["NovaFence__Routes__0__PowerOff"] = "true";
        own.Surroundings.Variables["NovaFence__Power__AllowOff"] = "true";
        own.Surroundings.Variables["NovaFence__Power__Groups__0__User"] = own.Cloud.BmcUserName;
        own.Cloud.Bmc("compute2").Behaviour = NovaFence.Sandbox.BmcBehaviour.Busy;
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        own.Cloud.Hang("compute1");
        (await client.DeliverAsync("compute1", "compute2")).Should().Be(HttpStatusCode.OK);

        IReadOnlyList<string> said = [];
        // What is counted, timed and dated is so one after the other.
        await Patience.UntilAsync("both were asked, and all of it is said", async () =>
        {
            said = await ScrapeAsync(client);
            return PowerNames.All(IsSaid) && ((string[])["off", "busy"]).All(reading => said.Any(line => line.StartsWith("novafence_power_reads_total{", StringComparison.Ordinal) && line.Contains($"reading=\"{reading}\"", StringComparison.Ordinal)));
        });

        Value(said, "novafence_power_last_read_timestamp_seconds{}").Should().BeApproximately(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 60);

        bool IsSaid(string name) => said.Any(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scrape_asks_Nova_nothing_and_is_answered_while_it_is_away()
    {
        await using var program = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        (await client.PostAsync("/api/audit", null, Token)).EnsureSuccessStatusCode();
        var before = Listings();

        for (var scrape = 0; scrape < 5; scrape++)
            Value(await ScrapeAsync(client), "novafence_cloud_up{}").Should().Be(1);

        Listings().Should().Be(before);
        await _given.Cloud.DisconnectAsync();
        (await client.PostAsync("/api/audit", null, Token)).Dispose();
        Value(await ScrapeAsync(client), "novafence_cloud_up{}").Should().Be(0);
        await _given.Cloud.ConnectAsync(Token);
    }

    [Fact]
    public async Task A_proxy_needs_a_token_and_with_one_configured_everybody_does()
    {
        _given.Surroundings.Variables["NovaFence__Access__MetricsTokens__0"] = "scraper-of-the-test";
        // By default ASP.NET Core would take what a proxy says of its client for the peer of the connection.
        _given.Surroundings.Variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        await using var program = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);

        (await StatusAsync(client, null)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(client, null, ("X-Forwarded-For", "127.0.0.1"))).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(client, "scraper-of-the-test", ("X-Forwarded-For", "192.0.2.1"))).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(client, CloudAndLedger.OperatorToken)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whatever_the_framework_makes_of_a_proxys_word_its_client_is_not_this_machine()
    {
        _given.Surroundings.Variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        await using var program = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);

        (await StatusAsync(client, null)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(client, null, ("X-Forwarded-For", "127.0.0.1"))).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(client, null, ("X-Forwarded-For", "192.0.2.1"))).Should().Be(HttpStatusCode.Unauthorized);
    }

    private int Listings() => _given.Cloud.Requests.Snapshot().Count(request => request.Path.Contains("os-services?", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<string>> ScrapeAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        using var answer = await client.SendAsync(request, Token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/plain");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        return (await answer.Content.ReadAsStringAsync(Token)).Split('\n');
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string? token, params (string Name, string Value)[] headers)
    {
        using var alone = new HttpClient { BaseAddress = client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await alone.SendAsync(request, Token);
        return answer.StatusCode;
    }

    private static double Value(IReadOnlyList<string> said, string series)
    {
        var line = said.Should().ContainSingle(one => one.StartsWith(series + " ", StringComparison.Ordinal), "of {0}", string.Join('\n', said)).Subject;
        return double.Parse(line.AsSpan(series.Length + 1), CultureInfo.InvariantCulture);
    }

    private static async Task WatchdogAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager")
        {
            Content = new StringContent(
                """
                {"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"Watchdog"},"annotations":{},
                "startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"0123456789abcdef"}]}
                """, null, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
        (await client.SendAsync(request, Token)).EnsureSuccessStatusCode();
    }
}

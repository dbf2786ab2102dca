using System.Net;
using System.Security.Cryptography;
using System.Text;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>An assembly that could not be loaded, because no file could be opened, stays not loaded: after the server is ready it needs none any more, whatever comes.</summary>
public sealed class LoadedLaterTests(AzuriteFixture azurite)
{
    private const string Secret = "the-secret-that-others-sign-with";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_ready_no_assembly_is_loaded_by_a_storm_an_audit_and_an_outage()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        var loaded = new LoadedAssemblies(own.Surroundings);
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        var before = await loaded.ReadAsync();

        (await client.DeliverAsync(["compute1", "compute2", "compute3", "compute4", "compute5"])).Should().Be(HttpStatusCode.OK);
        (await client.PostAsync("/api/audit", null, Token)).EnsureSuccessStatusCode();
        foreach (var path in (string[])["/api/hosts", "/api/hosts/compute1", "/api/hosts/compute1/events", "/api/events", "/api/pause", "/api/audit", "/api/report", "/api/openapi.json", "/metrics"])
            (await client.GetAsync(path, Token)).EnsureSuccessStatusCode();
        using (var explain = new StringContent(Deliveries.Of("compute2"), Encoding.UTF8, "application/json"))
            (await client.PostAsync("/api/explain", explain, Token)).EnsureSuccessStatusCode();
        await LookAtThePageAsync(client.BaseAddress!);
        await own.Cloud.DisconnectAsync();
        (await client.PostAsync("/api/audit", null, Token)).Dispose();
        (await client.DeliverAsync("compute5")).Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/api/health/ready", Token)).Dispose();
        await own.Cloud.ConnectAsync(Token);
        (await client.PostAsync("/api/audit", null, Token)).EnsureSuccessStatusCode();

        (await loaded.ReadAsync()).Skip(before.Count).Should().BeEmpty();
    }

    /// <summary>Proof of a BMC needs TLS, and a certificate is verified by assemblies that nothing else needs.</summary>
    [Fact]
    public async Task After_ready_no_assembly_is_loaded_by_asking_a_BMC_and_a_Prometheus()
    {
        await using var own = new CloudAndLedger { HasBmcs = true };
        await own.InitializeAsync();
        await using var prometheus = new ScriptedReceiver();
        prometheus.Answers("200 OK", "", """{"status":"success","data":{"resultType":"matrix","result":[]}}""");
        var loaded = new LoadedAssemblies(own.Surroundings);
        own.Surroundings.Variables["NovaFence__Routes__0__Evidence"] = "all(power:off,prometheus:\"up{instance=\\\"{host}\\\"} == 0\")";
        own.Surroundings.Variables["NovaFence__Evidence__Prometheus__Url"] = $"http://127.0.0.1:{prometheus.Port}";
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        var before = await loaded.ReadAsync();

        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        await Patience.UntilAsync("the BMC and the Prometheus were asked", () => Task.FromResult(own.Cloud.Bmc("compute1").Requests.Count > 2 && prometheus.All.Count > 0));

        (await loaded.ReadAsync()).Skip(before.Count).Should().BeEmpty();
    }

    [Fact]
    public async Task After_ready_no_assembly_is_loaded_by_who_is_told_a_collector_other_senders_and_an_operator()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        await using var told = new ScriptedReceiver();
        await using var alertmanager = new ScriptedReceiver();
        alertmanager.Answers("200 OK");
        await using var collector = new OtlpCollector();
        foreach (var (name, value) in collector.Variables(TimeSpan.FromMilliseconds(200)))
            own.Surroundings.Variables[name] = value;
        foreach (var (name, value) in ((string, string)[])
        [
            ("Notify__0__Name", "events"), ("Notify__0__Url", told.Url), ("Notify__0__Secrets__0", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
            ("Notify__1__Name", "chat"), ("Notify__1__Url", told.Url), ("Notify__1__Format", "slack"),
            ("Announce__Alertmanager__Urls__0", $"http://127.0.0.1:{alertmanager.Port}"),
            ("Record", Directory.CreateDirectory(own.Surroundings.File("deliveries")).FullName),
            ("Receivers__PagerDuty__Secrets__0", Secret), ("Receivers__Grafana__Secrets__0", Secret),
            ("Receivers__Generic__0__Name", "zabbix"), ("Receivers__Generic__0__Secrets__0", Secret), ("Receivers__Generic__0__Pointers__Key", "/key"), ("Receivers__Generic__0__Pointers__Host", "/host"),
            ("Receivers__Generic__0__Pointers__Status", "/status"), ("Receivers__Generic__0__Pointers__Time", "/time"), ("Receivers__Generic__0__Firing__0", "problem"), ("Receivers__Generic__0__Resolved__0", "ok"),
        ])
        {
            own.Surroundings.Variables["NovaFence__" + name] = value;
        }

        var loaded = new LoadedAssemblies(own.Surroundings);
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        await Patience.UntilAsync("the collector has got all three", () => Task.FromResult(((string[])["logs", "metrics"]).All(kind => collector.Count(kind) > 0)));
        var before = await loaded.ReadAsync();

        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        var now = DateTimeOffset.UtcNow.ToString("O");
        await SignedAsync(client, "pagerduty", "X-PagerDuty-Signature", "v1=", $$"""{"event":{"id":"01DEXAMPLE","event_type":"incident.triggered","resource_type":"incident","occurred_at":"{{now}}","data":{"id":"QEXAMPLE","type":"incident","title":"compute2 is down"} } }""");
        await SignedAsync(client, "grafana", "X-Grafana-Alerting-Signature", "", Deliveries.Of("compute3").Replace("\"version\":\"4\"", "\"version\":\"1\"", StringComparison.Ordinal));
        await SignedAsync(client, "zabbix", "X-NovaFence-Signature", "sha256=", $$"""{"key":"1","host":"compute4","status":"problem","time":"{{now}}"}""");
        foreach (var (method, path, body) in ((HttpMethod, string, string)[])
        [
            (HttpMethod.Put, "/api/hosts/compute5/force-down", """{"forced_down":true,"force":true,"reason":"as seen in the rack"}"""),
            (HttpMethod.Put, "/api/hosts/compute5/force-down", """{"forced_down":false,"force":true,"reason":"as seen in the rack"}"""),
            (HttpMethod.Put, "/api/hosts/nosuch/force-down", """{"forced_down":true,"reason":"a slip"}"""),
            (HttpMethod.Put, "/api/pause", """{"reason":"the rack is moved","until":"1h"}"""),
            (HttpMethod.Put, "/api/pause", "no JSON"),
            (HttpMethod.Delete, "/api/pause", ""),
            (HttpMethod.Post, "/api/audit", ""),
            (HttpMethod.Get, "/api/status", ""),
        ])
        {
            using var request = new HttpRequestMessage(method, path) { Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null };
            using var answer = await client.SendAsync(request, Token);
            answer.StatusCode.Should().NotBe(HttpStatusCode.InternalServerError).And.NotBe(HttpStatusCode.ServiceUnavailable, "{0} {1}", method, path);
        }

        await Patience.UntilAsync("both are told", () => Task.FromResult(told.All.Select(one => one.Body.Contains("specversion", StringComparison.Ordinal)).Distinct().Count() == 2));
        await Patience.UntilAsync("Alertmanager is told", async () =>
        {
            (await client.PostAsync("/api/audit", null, Token)).Dispose();
            return alertmanager.All.Count > 0;
        });
        await Patience.UntilAsync("the collector has got the steps", () => Task.FromResult(collector.Count("traces") > 0));

        // Nobody is there any more whom it tells.
        await told.DisposeAsync();
        await alertmanager.DisposeAsync();
        await collector.DisposeAsync();
        own.Cloud.Boot("compute1");
        (await client.DeliverEndAsync("compute1")).Should().Be(HttpStatusCode.OK);
        (await client.PostAsync("/api/audit", null, Token)).Dispose();
        await program.WhenPrintedAsync("could not be told, for the");
        await program.WhenPrintedAsync("could not be told of");

        (await loaded.ReadAsync()).Skip(before.Count).Should().BeEmpty();
    }

    [Fact]
    public async Task After_ready_no_assembly_is_loaded_by_a_table_that_goes_away_and_comes_back()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        await using var line = new Relay(azurite.Port);
        own.Surroundings.Variables.Remove("NovaFence__Ledger__Sqlite__Path");
        own.Surroundings.Variables["NovaFence__Ledger__Timeout"] = "00:00:01";
        own.Surroundings.Variables["NovaFence__Ledger__Tables__ConnectionString"] = AzuriteFixture.ConnectionStringThrough(line.Port);
        own.Surroundings.Variables["NovaFence__Ledger__Tables__TableName"] = "Loaded" + Guid.NewGuid().ToString("N");
        var loaded = new LoadedAssemblies(own.Surroundings);
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        var before = await loaded.ReadAsync();

        (await client.DeliverAsync("compute1", "compute2")).Should().Be(HttpStatusCode.OK);
        foreach (var mode in (RelayMode[])[RelayMode.Cut, RelayMode.LoseReply, RelayMode.Mute])
        {
            line.Mode = mode;
            (await client.DeliverAsync("compute3")).Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
            foreach (var path in (string[])["/api/hosts", "/api/events", "/api/health/ready"])
                (await client.GetAsync(path, Token)).Dispose();
            (await client.PostAsync("/api/audit", null, Token)).Dispose();
            line.Mode = RelayMode.Open;
            (await client.PostAsync("/api/audit", null, Token)).Dispose();
        }

        await Patience.UntilAsync("it takes deliveries again", async () => await client.DeliverAsync("compute4") == HttpStatusCode.OK);
        (await loaded.ReadAsync()).Skip(before.Count).Should().BeEmpty();
    }

    private static async Task SignedAsync(HttpClient client, string receiver, string header, string before, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/webhooks/{receiver}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(header, before + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body))));
        using var answer = await client.SendAsync(request, Token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, "{0}: {1}", receiver, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>As a browser does: signs in, looks, and presses a button.</summary>
    private static async Task LookAtThePageAsync(Uri address)
    {
        using var browser = new HttpClient { BaseAddress = address };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        (await browser.GetAsync("/", Token)).EnsureSuccessStatusCode();
        using var signIn = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = CloudAndLedger.OperatorToken, ["name"] = "Ada" });
        (await browser.PostAsync("/page/sign-in", signIn, Token)).EnsureSuccessStatusCode();
        foreach (var path in (string[])["/", "/hosts/compute1", "/page/hosts/compute1"])
            (await browser.GetStringAsync(path, Token)).Should().Contain("data-action", "somebody is signed in");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["action"] = "unset", ["host"] = "compute1", ["version"] = "", ["token"] = "none", ["key"] = "k", ["reason"] = "none" });
        (await browser.PostAsync("/page/act", form, Token)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

}

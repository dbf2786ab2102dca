using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence check</c>: what it finds of a cloud, a ledger and a configuration.</summary>
public sealed class CheckCommandTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new();

    public ValueTask InitializeAsync() => _given.InitializeAsync();

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Where_everything_is_there_nothing_failed_and_nothing_was_changed()
    {
        Set("Release__SettleTime", "00:01:30");
        var ended = await _given.RunAsync("check", "--json");

        ended.ExitCode.Should().Be(0, "it said {0}{1}", ended.Output, ended.Error);
        ended.Error.Should().Contain($"ledger: the file {_given.Surroundings.File("ledger.db")}, partition default (none holds rows yet); cloud: {_given.Cloud.AuthUrl}");
        Lines(ended).Should().Equal(
            "configuration ok",
            "credentials ok",
            "catalog ok",
            "microversion ok",
            "policy: list ok",
            "policy: update ok",
            "clock ok",
            "policy: migrations ok",
            "ledger: read ok",
            "ledger: write ok",
            "places ok",
            "mode ok",
            "release ok",
            "host labels ok",
            "route: hosts warning",
            "budget ok",
            "storm ok",
            "in use ok",
            "receiver: alertmanager ok",
            "receiver: grafana ok",
            "receiver: pagerduty ok");
        _given.Cloud.Requests.ServicePuts.Should().AllSatisfy(put => put.Status.Should().Be(404));
        var text = await _given.RunAsync("check");
        text.Output.Should().Contain("ok       credentials: ").And.Contain("         -> ").And.EndWith("20 ok, 1 warning, 0 failed");
        text.Output.Should().NotContain(_given.Cloud.Admin.ApplicationCredentialSecret).And.NotContain(CloudAndLedger.Token);
    }

    [Fact]
    public async Task A_token_that_is_too_short_for_the_page_is_named_by_its_key_and_not_shown()
    {
        Set("Access__ReaderTokens__0", "short-reader-token");

        var ended = await _given.RunAsync("check", "--json");

        ended.ExitCode.Should().Be(0, "the API takes it");
        Lines(ended).Where(line => line.StartsWith("page:", StringComparison.Ordinal)).Should().Equal("page: token warning");
        Line(ended, "page: token")["found"]!.GetValue<string>().Should().Contain("NovaFence:Access:ReaderTokens:0").And.Contain("32 characters");
        ended.Output.Should().NotContain("short-reader-token");
    }

    [Fact]
    public async Task A_user_who_may_not_is_told_which_policy_it_takes()
    {
        Set("Cloud__ApplicationCredentialId", _given.Cloud.Demo.ApplicationCredentialId);
        Set("Cloud__ApplicationCredentialSecret", _given.Cloud.Demo.ApplicationCredentialSecret);

        var ended = await _given.RunAsync("check", "--json");

        ended.ExitCode.Should().Be(1);
        Lines(ended).Should().Contain("policy: list failed").And.Contain("policy: update failed").And.Contain("ledger: write ok");
        Line(ended, "policy: update")["to_do"]!.GetValue<string>().Should().Contain("os_compute_api:os-services:update");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_unset_waits_for_evacuations_and_needs_to_see_them(bool may)
    {
        if (!may)
        {
            Set("Cloud__ApplicationCredentialId", _given.Cloud.Demo.ApplicationCredentialId);
            Set("Cloud__ApplicationCredentialSecret", _given.Cloud.Demo.ApplicationCredentialSecret);
        }

        Lines(await _given.RunAsync("check", "--json")).Should().Contain($"policy: migrations {(may ? "ok" : "failed")}");
    }

    [Fact]
    public async Task Credentials_that_Keystone_refuses_are_said_and_the_rest_is_looked_at_all_the_same()
    {
        Set("Cloud__ApplicationCredentialSecret", "wrong");

        var ended = await _given.RunAsync("check", "--json");

        ended.ExitCode.Should().Be(1);
        Lines(ended).Should().Contain("credentials failed").And.Contain("ledger: write ok").And.NotContain("catalog ok").And.NotContain("clock ok", "Keystone says with a token what time it is");
    }

    [Fact]
    public async Task A_cloud_of_before_Pike_is_asked_by_name()
    {
        Set("Cloud__MaxMicroversion", "2.52");
        var ended = await _given.RunAsync("check", "--json");
        ended.ExitCode.Should().Be(0, "it said {0}", ended.Output);
        Lines(ended).Should().Contain("microversion warning").And.Contain("policy: update ok");
    }

    [Fact]
    public async Task A_cloud_that_is_away_fails_and_takes_nothing_else_with_it()
    {
        await _given.Cloud.DisconnectAsync();
        var ended = await _given.RunAsync("check", "--json");
        ended.ExitCode.Should().Be(1);
        Lines(ended).Should().Contain("credentials failed").And.Contain("ledger: write ok");
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_opened_fails()
    {
        Set("Ledger__Sqlite__Path", "/dev/null/ledger.db");
        var ended = await _given.RunAsync("check", "--json");
        ended.ExitCode.Should().Be(1);
        Lines(ended).Should().Contain("ledger: read failed").And.Contain("policy: update ok");
    }

    [Fact]
    public async Task Every_wrong_key_is_a_line()
    {
        Set("Routes__0__Evidence", "hearsay");
        Set("Budget__MaxHosts", "0");
        var ended = await _given.RunAsync("check", "--json");
        ended.ExitCode.Should().Be(1);
        Lines(ended).Should().Equal("configuration failed", "configuration failed");
    }

    [Fact]
    public async Task What_is_off_or_leads_nowhere_is_said()
    {
        Set("Routes__0__Receiver", "pagerduty");
        Set("Mode", "observe");
        (await _given.RunAsync("pause", "--reason", "switch upgrade")).ExitCode.Should().Be(0);

        var ended = await _given.RunAsync("check", "--json");

        ended.ExitCode.Should().Be(1);
        Lines(ended).Should().Contain("receiver: pagerduty failed").And.Contain("receiver: alertmanager warning").And.Contain("mode warning").And.Contain("pause warning");
        Line(ended, "receiver: pagerduty")["to_do"]!.GetValue<string>().Should().Contain("NovaFence:Receivers:PagerDuty:Secrets");
    }

    [Theory]
    [InlineData(new[] { "compute1", "compute2:9100" }, "ok", "2 of 2 alerts")]
    [InlineData(new[] { "compute1", "10.0.0.7:9100" }, "warning", "1 of 2 alerts of delivery.json resolve to a compute host, these do not: 10.0.0.7:9100")]
    [InlineData(new[] { "node1" }, "failed", "0 of 1 alerts")]
    [InlineData(new string[0], "warning", "no alerts")]
    public async Task What_a_recorded_delivery_names_is_looked_for_in_the_fleet(string[] hosts, string result, string found)
    {
        var alerts = string.Join(',', hosts.Select((host, index) => $$"""{"status":"firing","labels":{"host":"{{host}}"},"startsAt":"2026-03-14T01:59:00Z","fingerprint":"f{{index}}"}"""));
        await File.WriteAllTextAsync(_given.Surroundings.File("delivery.json"), $$"""{"version":"4","alerts":[{{alerts}}]}""", TestContext.Current.CancellationToken);

        var ended = await _given.RunAsync("check", "--delivery", "delivery.json", "--json");

        ended.ExitCode.Should().Be(result == "failed" ? 1 : 0);
        IsCoverage(ended, result, found);
    }

    [Fact]
    public async Task Labels_that_are_not_written_and_domains_that_are_are_named()
    {
        _given.Surroundings.Variables.Remove("NovaFence__Hosts__Labels__0");
        Set("Hosts__Domains__0", "example.org");

        var line = Line(await _given.RunAsync("check", "--json"), "host labels");

        line["result"]!.GetValue<string>().Should().Be("warning");
        line["found"]!.GetValue<string>().Should().Be("The host is named by the label host; full and short names meet in example.org (NovaFence:Hosts:Labels is not written).");
        Set("Hosts__Domains__0", ".example.org");
        (await _given.RunAsync("hosts")).Error.Should().Contain("NovaFence__Hosts__Domains__0").And.Contain("has to be a domain without a dot before or behind it");
    }

    [Theory]
    [InlineData("force-down", "compute22", "--reason", "x")]
    [InlineData("pause", "--host", "compute22", "--reason", "x")]
    public async Task A_misspelt_host_is_answered_with_the_nearest(params string[] arguments)
    {
        var ended = await _given.RunAsync(arguments);
        ended.ExitCode.Should().NotBe(0);
        ended.Error.Should().Contain("Nova lists no compute host for it ('compute22'; the nearest is 'compute2')");
    }

    /// <summary>Whether there is a warning of that name, with what was found, where compute2 is disabled for that reason.</summary>
    private async Task DisabledAsync(string reason, string? disable, bool warns, string name, string found)
    {
        await DisableAsync("compute2", reason);
        if (disable is not null)
            Set("Fencing__Disable", disable);

        var ended = await _given.RunAsync("check", "--json");

        ended.ExitCode.Should().Be(0, "it said {0}{1}", ended.Output, ended.Error);
        if (!warns)
        {
            Lines(ended).Should().NotContain(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
            return;
        }

        var line = Line(ended, name);
        line["result"]!.GetValue<string>().Should().Be("warning");
        line["found"]!.GetValue<string>().Should().MatchRegex($"^{found}");
        line["to_do"]!.GetValue<string>().Should().Contain("NovaFence:Fencing:Disable").And.Contain("docs/coexistence.md");
    }

    [Theory]
    [InlineData("instanceha evacuation (recovered): 2026-11-28T03:00:00+00:00", null, true)]
    [InlineData("instanceha evacuation complete (kdump): 2026-11-28T03:00:00+00:00", "false", true)]
    [InlineData("instanceha-reserved: 2026-11-28T03:00:00+00:00", null, true)]
    [InlineData("instanceha evacuation FAILED: 2026-11-28T03:00:00+00:00", "true", false)]
    [InlineData("moved away from instanceha", null, false)]
    [InlineData("Masakari detected host failed.", null, false)]
    public async Task Where_instanceha_has_disabled_a_host_and_NovaFence_does_not_disable_there_is_a_warning(string reason, string? disable, bool warns)
    {
        await DisabledAsync(reason, disable, warns, "instanceha", "The disabled_reason of compute2 is instanceha's.");
    }

    [Theory]
    [InlineData("Masakari detected host failed.", "true", true)]
    [InlineData("Masakari detected host failed.", "false", false)]
    [InlineData("Masakari detected host failed.", null, false)]
    [InlineData("taken from Masakari", "true", false)]
    [InlineData("instanceha evacuation: 2026-11-28T03:00:00+00:00", "true", false)]
    public async Task Where_Masakari_has_disabled_a_host_and_NovaFence_disables_too_there_is_a_warning(string reason, string? disable, bool warns)
    {
        await DisabledAsync(reason, disable, warns, "masakari", "The disabled_reason of compute2 is Masakari's. .*stays disabled");
    }

    [Fact]
    public async Task Where_Nova_takes_no_status_with_a_force_down_Disable_does_not_silence_the_warning_of_instanceha()
    {
        await DisableAsync("compute2", "instanceha evacuation: 2026-11-28T03:00:00+00:00");
        Set("Fencing__Disable", "true");
        Set("Cloud__MaxMicroversion", "2.52");

        Line(await _given.RunAsync("check", "--json"), "instanceha")["to_do"]!.GetValue<string>().Should().Contain("2.52 and below");
    }

    private async Task DisableAsync(string host, string reason)
    {
        var id = (await _given.OpenStack.ServiceAsync(host))["id"]!.GetValue<string>();
        await _given.OpenStack.AskAsync(HttpMethod.Put, $"/os-services/{id}", new JsonObject { ["status"] = "disabled", ["disabled_reason"] = reason });
    }

    [Fact]
    public async Task The_targets_of_a_Prometheus_are_looked_for_in_the_fleet()
    {
        Set("Hosts__Labels__1", "instance");
        await using var monitoring = await FakeServer.StartAsync("/prometheus/api/v1/targets", """{"status":"success","data":{"activeTargets":[{"labels":{"instance":"compute1:9100"}},{"labels":{"instance":"router1:9100"}}]}}""");
        var ended = await _given.RunAsync("check", "--url", $"{monitoring.Url}/prometheus/", "--json");
        IsCoverage(ended, "warning", "1 of 2 targets of Prometheus");
    }

    [Fact]
    public async Task The_alerts_of_an_Alertmanager_count_where_a_route_takes_them()
    {
        Set("Routes__0__Match__0", "alertname=\"HostDown\"");
        await using var monitoring = await FakeServer.StartAsync("/api/v2/alerts", """[{"labels":{"alertname":"HostDown","host":"compute1"}},{"labels":{"alertname":"DiskFull","host":"nas1"}}]""");
        var ended = await _given.RunAsync("check", "--url", monitoring.Url, "--json");
        IsCoverage(ended, "ok", "1 of 1 alerts of Alertmanager");
        Line(ended, "coverage")["found"]!.GetValue<string>().Should().EndWith("1 more are taken by no route.");
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task What_is_no_monitoring_fails_without_the_password_of_its_URL(string answer)
    {
        await using var monitoring = await FakeServer.StartAsync("/api/v2/alerts", answer);
        var ended = await _given.RunAsync("check", "--url", monitoring.Url.Replace("://", "://somebody:hunter2@", StringComparison.Ordinal), "--json");
        ended.ExitCode.Should().Be(1);
        IsCoverage(ended, "failed", "something else");
        (ended.Output + ended.Error).Should().NotContain("hunter2");
    }

    private static void IsCoverage(Ended ended, string result, string found)
    {
        var line = Line(ended, "coverage");
        line["result"]!.GetValue<string>().Should().Be(result);
        line["found"]!.GetValue<string>().Should().Contain(found);
    }

    private static IEnumerable<string> Lines(Ended ended) => ended.Json.AsArray().Select(line => $"{line!["name"]} {line["result"]}");

    private static JsonNode Line(Ended ended, string name) => ended.Json.AsArray().Single(line => line!["name"]!.GetValue<string>() == name)!;

    private void Set(string name, string value) => _given.Surroundings.Variables["NovaFence__" + name] = value;
}

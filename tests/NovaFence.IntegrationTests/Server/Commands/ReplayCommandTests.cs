using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence replay</c>: recorded deliveries against the sandbox, at the moments they were received.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private readonly Surroundings _surroundings = new();

    public ReplayCommandTests() => Directory.CreateDirectory(_surroundings.File("recorded"));

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Deliveries_are_dealt_with_in_their_order_and_the_hosts_they_name_are_there()
    {
        await RecordAsync("20260314T020100.0000000-alertmanager.json", Alertmanager("resolved", "node-7.example.org", "2026-03-14T02:00:50Z"));
        await RecordAsync("20260314T020000.0000000-alertmanager.json", Alertmanager("firing", "node-7.example.org", null));
        await RecordAsync("20260314T020200.0000000-alertmanager.json", Alertmanager("firing", "node-7.example.org", null));

        var ended = await RunAsync("replay", "recorded", "--json");

        ended.ExitCode.Should().Be(0, "it said {0}", ended.Error);
        ended.Json.AsArray().Select(Said).Should().Equal(
            "2026-03-14T02:00:00 node-7.example.org force-down down true",
            "2026-03-14T02:01:00 node-7.example.org recorded down ",
            // Ten seconds after it resolved, as the sandbox settles.
            "2026-03-14T02:01:10 node-7.example.org unset  false",
            "2026-03-14T02:02:00 node-7.example.org force-down down true");
        var table = await RunAsync("replay", "recorded");
        table.Output.Should().Contain("2026-03-14T02:00:00.000Z").And.Contain("settling").And.Contain("the timer").And.EndWith("3 deliveries, 3 alerts, 3 PUTs reached the sandbox");
    }

    /// <summary>As on the server: what waits for longer than a few minutes is done in its time, and what comes next finds it done.</summary>
    [Fact]
    public async Task What_waits_for_long_is_done_before_the_next_delivery()
    {
        Route("alertmanager");
        _surroundings.Variables["NovaFence__Release__SettleTime"] = "00:20:00";
        await RecordAsync("20260314T020000.0000000-alertmanager.json", Alertmanager("firing", "compute1", null));
        await RecordAsync("20260314T020100.0000000-alertmanager.json", Alertmanager("resolved", "compute1", "2026-03-14T02:00:50Z"));
        await RecordAsync("20260314T040000.0000000-alertmanager.json", Alertmanager("firing", "compute2", null).Replace("f1", "f2", StringComparison.Ordinal));
        await RecordAsync("20260314T040100.0000000-alertmanager.json", Alertmanager("resolved", "compute2", "2026-03-14T04:00:50Z").Replace("f1", "f2", StringComparison.Ordinal));

        var ended = await RunAsync("replay", "recorded", "--json");

        ended.Json.AsArray().Select(Said).Should().Equal(
            "2026-03-14T02:00:00 compute1 force-down down true",
            "2026-03-14T02:01:00 compute1 recorded down ",
            "2026-03-14T02:21:00 compute1 unset  false",
            "2026-03-14T04:00:00 compute2 force-down down true",
            "2026-03-14T04:01:00 compute2 recorded down ",
            "2026-03-14T04:21:00 compute2 unset  false");
    }

    /// <summary>How far Keystone's clock is ahead is corrected by what passes: between two deliveries that is the time between them, or no report would be as old as it is.</summary>
    [Fact]
    public async Task Minutes_later_the_only_host_goes_down_again()
    {
        Route("alertmanager");
        await RecordAsync("20260314T020000.0000000-alertmanager.json", Alertmanager("firing", "compute1", null));
        await RecordAsync("20260314T020100.0000000-alertmanager.json", Alertmanager("resolved", "compute1", "2026-03-14T02:00:50Z"));
        await RecordAsync("20260314T020330.0000000-alertmanager.json", Alertmanager("firing", "compute1", null).Replace("f1", "f2", StringComparison.Ordinal));

        var ended = await RunAsync("replay", "recorded", "--hosts", "compute1", "--json");

        ended.Json.AsArray().Select(Said).Should().Contain("2026-03-14T02:03:30 compute1 force-down down true");
    }

    /// <summary>The end of one of its alerts does not say that it lives: then what waits for a place in the budget would be held for good.</summary>
    [Fact]
    public async Task A_host_is_dead_while_any_alert_of_it_fires()
    {
        Route("alertmanager");
        foreach (var (time, host, id, endsAt) in new[] { ("020000", "compute2", "f1", null), ("020100", "compute1", "f2", null), ("020110", "compute1", "f3", null), ("020200", "compute1", "f2", "02:01:50"), ("020300", "compute2", "f1", "02:02:50") })
        {
            await RecordAsync(
                $"20260314T{time}.0000000-alertmanager.json",
                Alertmanager(endsAt is null ? "firing" : "resolved", host, endsAt is null ? null : $"2026-03-14T{endsAt}Z").Replace("\"f1\"", $"\"{id}\"", StringComparison.Ordinal));
        }

        var ended = await RunAsync("replay", "recorded", "--json");

        ended.Json.AsArray().Select(Said).Should().Equal(
            "2026-03-14T02:00:00 compute2 force-down down true",
            "2026-03-14T02:01:00 compute1 held clear ",
            "2026-03-14T02:01:10 compute1 held clear ",
            "2026-03-14T02:02:00 compute1 ignored clear ",
            "2026-03-14T02:03:00 compute2 recorded down ",
            "2026-03-14T02:04:30 compute2 unset  false",
            "2026-03-14T02:04:40 compute1 force-down  true");
    }

    [Fact]
    public async Task An_event_is_as_old_as_it_was_when_it_was_received()
    {
        Route("pagerduty");
        await RecordAsync("20260314T020000.0000000-pagerduty.json", PagerDuty("Q1", "compute1", "2026-03-14T01:50:00Z"));
        await RecordAsync("20260314T021000.0000000-pagerduty.json", PagerDuty("Q2", "compute2", "2026-03-14T01:50:00Z"));

        var ended = await RunAsync("replay", "recorded", "--json");

        ended.ExitCode.Should().Be(0, "it said {0}", ended.Error);
        ended.Json.AsArray().Select(row => $"{row!["fingerprint"]} {row["verdict"]}").Should().Equal("Q1 force-down", "Q2 held");
        ended.Json[1]!["reason"]!.GetValue<string>().Should().StartWith("too old");
    }

    [Fact]
    public async Task Routes_that_are_configured_decide_and_what_leads_elsewhere_is_left_out()
    {
        Route("alertmanager");
        _surroundings.Variables["NovaFence__Routes__0__Evidence"] = "label:fenced=\"true\"";
        _surroundings.Variables["NovaFence__Cloud__AuthUrl"] = "http://127.0.0.1:1/v3";
        _surroundings.Variables["NovaFence__Ledger__Tables__ConnectionString"] = "UseDevelopmentStorage=true";
        // Nobody may be told of what is found in a made-up cloud; were it read, it would stop the start.
        _surroundings.Variables["NovaFence__Announce__Alertmanager__Urls__0"] = "nowhere";
        await RecordAsync("20260314T020000.0000000-alertmanager.json", Alertmanager("firing", "compute1", null));

        var ended = await RunAsync("replay", "recorded", "--json");

        ended.ExitCode.Should().Be(0, "it said {0}", ended.Error);
        var row = ended.Json.AsArray().Should().ContainSingle().Which!;
        row["reason"]!.GetValue<string>().Should().StartWith("no evidence");
        row["puts"]!.AsArray().Should().BeEmpty();
    }

    /// <summary>It reads nobody's BMC: a machine that runs today says nothing of the night that is played.</summary>
    [Fact]
    public async Task Power_is_that_of_the_made_up_machines()
    {
        Route("alertmanager");
        _surroundings.Variables["NovaFence__Routes__0__Evidence"] = "power:off";
        _surroundings.Variables["NovaFence__Power__Hosts__0__Host"] = "compute1";
        _surroundings.Variables["NovaFence__Power__Hosts__0__Url"] = "nowhere";
        await RecordAsync("20260314T020000.0000000-alertmanager.json", Alertmanager("firing", "compute1", null));

        var ended = await RunAsync("replay", "recorded", "--json");

        ended.ExitCode.Should().Be(0, "it said {0}", ended.Error);
        ended.Json.AsArray().SelectMany(row => row!["puts"]!.AsArray()).Should().ContainSingle("it said {0}", ended.Output);
    }

    [Fact]
    public async Task What_the_audits_between_would_have_done_is_in_the_timeline_too()
    {
        Route("alertmanager");
        _surroundings.Variables["NovaFence__Routes__0__Release"] = "whenHealthy";
        await RecordAsync("20260314T020000.0000000-alertmanager.json", Alertmanager("firing", "compute1", null));
        await RecordAsync("20260314T020100.0000000-alertmanager.json", Alertmanager("resolved", "compute1", "2026-03-14T02:00:50Z"));

        var ended = await RunAsync("replay", "recorded", "--json");

        ended.ExitCode.Should().Be(0, "it said {0}", ended.Error);
        var last = ended.Json.AsArray().Should().HaveCount(3).And.Subject.Last()!;
        (last["file"]!.GetValue<string>(), last["verdict"]!.GetValue<string>()).Should().Be(("", "unset"));
        last["at"]!.GetValue<DateTimeOffset>().Should().BeOnOrAfter(new DateTimeOffset(2026, 3, 14, 2, 2, 30, TimeSpan.Zero), "it settles for 90 s first");
    }

    [Fact]
    public async Task Hosts_can_be_given()
    {
        await RecordAsync("20260314T020000.0000000-alertmanager.json", Alertmanager("firing", "compute1", null));
        var ended = await RunAsync("replay", "recorded", "--hosts", "node1,node2", "--json");
        ended.ExitCode.Should().Be(0, "it said {0}", ended.Error);
        ended.Json[0]!["reason"]!.GetValue<string>().Should().StartWith("unknown host");
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_and_the_rest_goes_on()
    {
        await RecordAsync("20260314T020000.0000000-alertmanager.json", "{");
        await RecordAsync("20260314T020100.0000000-alertmanager.json", Alertmanager("firing", "compute1", null));
        await RecordAsync("notes.json", "{}");

        var ended = await RunAsync("replay", "recorded", "--json");

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("20260314T020000.0000000-alertmanager.json").And.Contain("notes.json");
        ended.Json.AsArray().Should().ContainSingle().Which!["verdict"]!.GetValue<string>().Should().Be("force-down");
    }

    private static string Said(JsonNode? row) =>
        $"{row!["at"]!.GetValue<DateTimeOffset>():s} {row["host"]} {row["verdict"]} {row["state"]} {string.Join(' ', row["puts"]!.AsArray().Select(put => put!["forced_down"]!.ToJsonString()))}";

    private static string Alertmanager(string status, string host, string? endsAt) =>
        $$$"""{"version":"4","alerts":[{"status":"{{{status}}}","labels":{"alertname":"HostDown","host":"{{{host}}}"},"startsAt":"2026-03-14T01:59:00Z","endsAt":"{{{endsAt ?? "0001-01-01T00:00:00Z"}}}","fingerprint":"f1"}]}""";

    private static string PagerDuty(string id, string host, string at) =>
        $$$"""{"event":{"id":"e","event_type":"incident.triggered","occurred_at":"{{{at}}}","data":{"id":"{{{id}}}","title":"{{{host}}}" } } }""";

    private void Route(string receiver)
    {
        _surroundings.Variables["NovaFence__Hosts__Labels__0"] = "host";
        _surroundings.Variables["NovaFence__Routes__0__Name"] = "hosts";
        _surroundings.Variables["NovaFence__Routes__0__Match__0"] = "*";
        _surroundings.Variables["NovaFence__Routes__0__Receiver"] = receiver;
        _surroundings.Variables["NovaFence__Routes__0__Evidence"] = "asserted";
        _surroundings.Variables["NovaFence__Routes__0__Release"] = "immediately";
    }

    private Task RecordAsync(string name, string body) => File.WriteAllTextAsync(Path.Combine(_surroundings.File("recorded"), name), body, TestContext.Current.CancellationToken);

    private Task<Ended> RunAsync(params string[] arguments) => Novafence.RunAsync(_surroundings, arguments);
}

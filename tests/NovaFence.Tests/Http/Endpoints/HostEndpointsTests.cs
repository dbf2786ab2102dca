using System.Net;
using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class HostEndpointsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 1, 59, 26, TimeSpan.Zero);

    [Fact]
    public async Task The_list_holds_every_host_in_the_directory_s_order()
    {
        await using var app = await WithHostsAsync();
        var response = await app.GetAsync("/api/hosts");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        Names(await response.JsonAsync()).Should().Equal("compute5", "compute1", "compute2", "compute3");
    }

    [Theory]
    [InlineData("held", "compute5")]
    [InlineData("HELD", "compute5")]
    [InlineData("down", "compute1")]
    [InlineData("clear", "compute5 compute2")]
    [InlineData("awaiting_restart", "compute3")]
    [InlineData("releasing", "")]
    public async Task The_list_can_be_narrowed_to_a_state(string state, string hosts)
    {
        await using var app = await WithHostsAsync();
        Names(await (await app.GetAsync($"/api/hosts?state={state}")).JsonAsync()).Should().Equal(hosts.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("state=asleep")]
    [InlineData("state=")]
    [InlineData("state=down&state=held")]
    [InlineData("state=2")]
    public async Task A_state_there_is_not_is_answered_400_with_those_there_are(string query)
    {
        await using var app = await WithHostsAsync();
        (await (await app.GetAsync($"/api/hosts?{query}")).ProblemAsync(400, "unreadable")).Should().Contain("held, clear, forcing_down, down, releasing, awaiting_restart, awaiting_heartbeat");
    }

    [Theory]
    [InlineData("compute1")]
    [InlineData("COMPUTE1")]
    public async Task One_host_is_shown_with_all_that_is_known_of_it(string name)
    {
        await using var app = await WithHostsAsync();
        var json = await (await app.GetAsync($"/api/hosts/{name}")).JsonAsync();
        json.GetRawText().Should().Be(
            """
            {"host":"compute1","service_id":"7f0e","known":true,"state":"down","held":false,"needs_a_person":false,"owner":"alert","reason":"forced down: 'why'","command":null,"to_do":null,"paused":null,"alerts":[{"receiver":"alertmanager","fingerprint":"9d1c","name":null,"named_by":null,"accepted":true,"route":"route 0","held":null,"hold":null,"held_for":null,"notice":null,"status":"firing","at":"2026-03-14T01:59:26+00:00","starts_at":null,"said_starts_at":null,"ends_at":null,"period_since":null,"resolved_at":null,"first_seen":"2026-03-14T01:59:26+00:00","last_seen":"2026-03-14T01:59:26+00:00","overruled_at":null,"overruled_start":null}],"confirmed_at":"2026-03-14T01:59:26+00:00","request_id":"req-1","nova":null,"release":null}
            """.Trim());
    }

    [Fact]
    public async Task What_needs_a_person_says_so_held_or_not()
    {
        await using var app = await TestApp.StartAsync();
        app.Directory.Hosts.AddRange(
            new HostView { Host = "compute5", Held = true, Reason = "budget: 3 of 3", Command = "novafence force-down compute5 --reason \"…\"" },
            new HostView { Host = "compute4", State = HostState.Down, Owner = "alert", ToDo = "its alerts have ended: novafence force-down compute4 --unset" });
        (await (await app.GetAsync("/api/hosts")).JsonAsync()).GetRawText().Should().Be(
            """
            {"hosts":[{"host":"compute5","service_id":null,"known":true,"state":"clear","held":true,"needs_a_person":true,"owner":"none","reason":"budget: 3 of 3","command":"novafence force-down compute5 --reason \"…\"","to_do":null,"paused":null,"alerts":[],"confirmed_at":null,"request_id":null,"nova":null,"release":null},{"host":"compute4","service_id":null,"known":true,"state":"down","held":false,"needs_a_person":true,"owner":"alert","reason":null,"command":null,"to_do":"its alerts have ended: novafence force-down compute4 --unset","paused":null,"alerts":[],"confirmed_at":null,"request_id":null,"nova":null,"release":null}]}
            """.Trim());
    }

    [Theory]
    [InlineData("compute9")]
    [InlineData("%20")]
    [InlineData("a%0ab")]
    [InlineData("%ff%fe")]
    public async Task A_host_nobody_knows_is_answered_404(string name)
    {
        await using var app = await WithHostsAsync();
        await (await app.GetAsync($"/api/hosts/{name}")).ProblemAsync(404, "unknown-host");
        await (await app.GetAsync($"/api/hosts/{name}/events")).ProblemAsync(404, "unknown-host");
    }

    [Fact]
    public async Task A_name_longer_than_Nova_s_column_is_not_even_looked_up()
    {
        await using var app = await WithHostsAsync();
        var name = new string('c', 300);
        app.Directory.Hosts.Add(new HostView { Host = name });
        (await (await app.GetAsync($"/api/hosts/{name}")).ProblemAsync(404, "unknown-host")).Should().NotContain("cc");
    }

    [Fact]
    public async Task Events_come_as_they_were_stored()
    {
        await using var app = await WithHostsAsync();
        app.Directory.Events.Add(new LedgerEvent("compute1", At, "b", """{"verdict":"force-down","n":1}"""));
        app.Directory.Events.Add(new LedgerEvent("compute1", At.AddSeconds(-1), "a", "edited by hand, not JSON"));
        var response = await app.GetAsync("/api/hosts/compute1/events");
        (await response.JsonAsync()).GetRawText().Should().Be(
            """{"host":"compute1","events":[{"host":"compute1","at":"2026-03-14T01:59:26+00:00","id":"b","event":{"verdict":"force-down","n":1}},{"host":"compute1","at":"2026-03-14T01:59:25+00:00","id":"a","event":null}]}""");
        app.Directory.LimitAsked.Should().Be(50);
    }

    [Fact]
    public async Task A_quiet_host_has_no_events()
    {
        await using var app = await WithHostsAsync();
        var json = await (await app.GetAsync("/api/hosts/compute2/events?limit=7")).JsonAsync();
        json.GetProperty("events").GetArrayLength().Should().Be(0);
        app.Directory.LimitAsked.Should().Be(7);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("501")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("ten")]
    [InlineData("1e2")]
    [InlineData("99999999999")]
    [InlineData("1&limit=2")]
    public async Task A_limit_out_of_range_is_answered_400(string limit)
    {
        await using var app = await WithHostsAsync();
        await (await app.GetAsync($"/api/hosts/compute1/events?limit={limit}")).ProblemAsync(400, "unreadable");
        app.Directory.LimitAsked.Should().BeNull();
    }

    [Theory]
    [InlineData("/api/hosts")]
    [InlineData("/api/hosts/compute1")]
    [InlineData("/api/hosts/compute1/events")]
    [InlineData("/api/events")]
    public async Task A_ledger_that_does_not_answer_is_answered_503_with_why(string path)
    {
        await using var app = await WithHostsAsync();
        app.Directory.Outage = "the ledger does not answer";
        var response = await app.GetAsync(path);
        (await response.ProblemAsync(503, "unavailable")).Should().Be("the ledger does not answer");
        response.Headers.RetryAfter.Should().NotBeNull();
    }

    [Fact]
    public async Task The_events_of_the_whole_fleet_are_told_with_their_hosts()
    {
        await using var app = await WithHostsAsync();
        app.Directory.Events.Add(new LedgerEvent("compute1", At, "b", """{"verdict":"held"}"""));
        app.Directory.Events.Add(new LedgerEvent("-", At.AddSeconds(-1), "a", """{"kind":"pause"}"""));
        (await (await app.GetAsync("/api/events")).JsonAsync()).GetRawText().Should().Be(
            """{"events":[{"host":"compute1","at":"2026-03-14T01:59:26+00:00","id":"b","event":{"verdict":"held"}},{"host":"-","at":"2026-03-14T01:59:25+00:00","id":"a","event":{"kind":"pause"}}]}""");
        app.Directory.FilterAsked.Should().Be(new EventFilter(50));
    }

    [Theory]
    [InlineData("host=compute1", "compute1", null, null)]
    [InlineData("verdict=held", null, VerdictKind.Held, null)]
    [InlineData("verdict=FORCE-DOWN&host=compute1", "compute1", VerdictKind.ForceDown, null)]
    [InlineData("since=2026-03-14T02:59:26%2B01:00", null, null, "2026-03-14T01:59:26Z")]
    public async Task The_events_can_be_narrowed(string query, string? host, VerdictKind? verdict, string? since)
    {
        await using var app = await WithHostsAsync();
        await app.GetAsync($"/api/events?limit=9&{query}");
        app.Directory.FilterAsked.Should().Be(new EventFilter(9) { Host = host, Verdict = verdict, Since = since is null ? null : DateTimeOffset.Parse(since, System.Globalization.CultureInfo.InvariantCulture) });
    }

    [Fact]
    public async Task Since_is_also_a_time_back_from_now()
    {
        await using var app = await WithHostsAsync();
        await app.GetAsync("/api/events?since=1h30m");
        (DateTimeOffset.UtcNow - app.Directory.FilterAsked!.Since!.Value).Should().BeCloseTo(TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("verdict=maybe", "force-down, unset, held")]
    [InlineData("verdict=", "held")]
    [InlineData("verdict=held&verdict=unset", "held")]
    [InlineData("since=yesterday", "1h30m")]
    [InlineData("since=2026-03-14T01:59:26", "1h30m")]
    [InlineData("since=1h&since=2h", "1h30m")]
    [InlineData("limit=501", "500")]
    [InlineData("host=", "one compute host")]
    [InlineData("host=a%0ab", "one compute host")]
    [InlineData("host=a&host=b", "one compute host")]
    public async Task What_is_no_filter_of_events_is_answered_400_with_what_is(string query, string told)
    {
        await using var app = await WithHostsAsync();
        (await (await app.GetAsync($"/api/events?{query}")).ProblemAsync(400, "unreadable")).Should().Contain(told);
        app.Directory.FilterAsked.Should().BeNull();
    }

    [Theory]
    [InlineData("/api/hosts/compute9")]
    [InlineData("/api/hosts/compute9/events")]
    [InlineData("/api/events?host=compute9")]
    public async Task A_host_nobody_knows_is_refused_with_the_nearest(string path)
    {
        await using var app = await WithHostsAsync();
        (await (await app.GetAsync(path)).ProblemAsync(404, "unknown-host")).Should().Contain("the nearest is 'compute5'");
    }

    [Fact]
    public async Task A_listing_that_could_not_be_had_is_told_with_the_hosts()
    {
        await using var app = await WithHostsAsync();
        app.Directory.NovaFailure = "no answer in time";
        (await (await app.GetAsync("/api/hosts")).JsonAsync()).GetProperty("nova_failure").GetString().Should().Be("no answer in time");
    }

    private static async Task<TestApp> WithHostsAsync()
    {
        var app = await TestApp.StartAsync();
        app.Directory.Hosts.AddRange(
            new HostView { Host = "compute5", Held = true, Reason = "budget: 3 of 3" },
            new HostView
            {
                Host = "compute1",
                ServiceId = "7f0e",
                State = HostState.Down,
                Owner = "alert",
                Reason = "forced down: 'why'",
                ConfirmedAt = At,
                RequestId = "req-1",
                Alerts =
                [
                    new AlertEntry
                    {
                        Receiver = "alertmanager",
                        Fingerprint = "9d1c",
                        Status = AlertStatus.Firing,
                        At = At,
                        FirstSeen = At,
                        LastSeen = At,
                        Accepted = true,
                        Route = "route 0",
                    },
                ],
            },
            new HostView { Host = "compute2" },
            new HostView { Host = "compute3", State = HostState.AwaitingRestart });
        return app;
    }

    private static IEnumerable<string> Names(JsonElement json) =>
        json.GetProperty("hosts").EnumerateArray().Select(host => host.GetProperty("host").GetString()!);
}

using System.Net;
using NovaFence.Core.Audit;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class ReportEndpointTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 1, 59, 26, TimeSpan.Zero);

    [Fact]
    public async Task A_reader_sees_what_would_have_been_done_and_what_was_held()
    {
        await using var app = await TestApp.StartAsync();
        app.Report.Next = app.Report.Next with
        {
            Summary = "In the last 7 days: …",
            ToDo = ["let the alerts carry it"],
            Mode = "observe",
            MostDownAtOnce = 1,
            MostWithinAnHour = 2,
            Hosts =
            [
                new HostReport
                {
                    Host = "compute1",
                    Known = true,
                    ForcedDown = new ReportedTimes(0, null, null),
                    Unset = new ReportedTimes(0, null, null),
                    WouldForceDown = new ReportedTimes(2, At, At.AddHours(1)),
                    WouldUnset = new ReportedTimes(1, At, At),
                    LeftToOperator = new ReportedTimes(0, null, null),
                    WouldBeDownSince = At.AddHours(1),
                    Alerts = ["HostDown"],
                    MoreAlerts = 0,
                    Held = [new ReportedHold("no evidence", new ReportedTimes(1, At, At), ["HostDown"], 0, ["careful"])],
                    LooksBackTo = null,
                },
            ],
            Notes = [],
        };

        var answer = await app.GetAsync("/api/report");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetRawText().Should().Be(
            """{"summary":"In the last 7 days: …","to_do":["let the alerts carry it"],"since":"2026-03-07T02:00:00+00:00","at":"2026-03-14T02:00:00+00:00","mode":"observe","known_hosts":5,"most_down_at_once":1,"most_within_an_hour":2,"hosts":[{"host":"compute1","known":true,"forced_down":{"count":0,"first":null,"last":null},"unset":{"count":0,"first":null,"last":null},"would_force_down":{"count":2,"first":"2026-03-14T01:59:26+00:00","last":"2026-03-14T02:59:26+00:00"},"would_unset":{"count":1,"first":"2026-03-14T01:59:26+00:00","last":"2026-03-14T01:59:26+00:00"},"left_to_operator":{"count":0,"first":null,"last":null},"would_be_down_since":"2026-03-14T02:59:26+00:00","alerts":["HostDown"],"more_alerts":0,"held":[{"reason":"no evidence","times":{"count":1,"first":"2026-03-14T01:59:26+00:00","last":"2026-03-14T01:59:26+00:00"},"alerts":["HostDown"],"more_alerts":0,"routes":["careful"]}],"looks_back_to":null}],"notes":[]}""");
    }

    [Theory]
    [InlineData("", 7 * 24)]
    [InlineData("?since=12h", 12)]
    public async Task It_goes_back_a_week_or_as_far_as_is_asked_for(string query, int hours)
    {
        await using var app = await TestApp.StartAsync();
        var before = DateTimeOffset.UtcNow;

        (await app.GetAsync("/api/report" + query)).StatusCode.Should().Be(HttpStatusCode.OK);

        app.Report.Since.Should().BeOnOrAfter(before.AddHours(-hours)).And.BeOnOrBefore(DateTimeOffset.UtcNow.AddHours(-hours));
    }

    [Theory]
    [InlineData("?since=yesterday")]
    [InlineData("?since=2999-01-01T00:00:00Z")]
    [InlineData("?since=1d&since=2d")]
    public async Task What_is_no_time_that_has_passed_is_refused(string query)
    {
        await using var app = await TestApp.StartAsync();

        (await (await app.GetAsync("/api/report" + query)).ProblemAsync(400, "unreadable")).Should().StartWith("since is ");
        app.Report.Since.Should().BeNull();
    }

    [Fact]
    public async Task A_ledger_that_does_not_answer_is_told()
    {
        await using var app = await TestApp.StartAsync();
        app.Report.Away = "the ledger is locked";

        (await (await app.GetAsync("/api/report")).ProblemAsync(503, "unavailable")).Should().Contain("the ledger is locked");
    }
}

using System.Net;
using NovaFence.Core.Audit;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class StatusEndpointTests
{
    [Fact]
    public async Task A_reader_sees_the_sentence_and_the_numbers()
    {
        await using var app = await TestApp.StartAsync();
        app.Status.Next = app.Status.Next with
        {
            Summary = "A person is needed: compute2 is held. NovaFence holds 1 of 5 hosts down.",
            NeedsAPerson = true,
            Because = ["compute2 is held"],
            Hosts = new HostNumbers(5, 1, 0, 1, 1),
            Budget = new BudgetNumbers(1, 3, 1, 1, 1, 6),
            Storm = new StormNumbers(2, 4, false),
            Watchdog = new WatchdogStatus(null, true),
        };

        var answer = await app.GetAsync("/api/status");

        answer.StatusCode.Should().Be(HttpStatusCode.OK, "what is wrong is the answer");
        (await answer.JsonAsync()).GetRawText().Should().Be(
            """{"summary":"A person is needed: compute2 is held. NovaFence holds 1 of 5 hosts down.","needs_a_person":true,"because":["compute2 is held"],"at":"2026-03-14T02:00:00+00:00","mode":"fence","hosts":{"known":5,"down":1,"changing":0,"held":1,"need_a_person":1},"budget":{"used":1,"limit":3,"forced_down":1,"forced_down_limit":1,"within_the_hour":1,"per_hour":6},"storm":{"alerting_hosts":2,"limit":4,"is_open":false},"pauses":[],"nova":{"place":"https://keystone.example.org:5000/v3","listed_at":"2026-03-14T01:59:30+00:00","services":5,"failure":null},"ledger":{"place":"the file ledger.db","partition":"default","failure":null},"watchdog":{"heard_at":null,"is_silent":true},"audit":{"at":null,"findings":0,"need_a_person":0,"failure":null},"version":"0.2.0","instance":"0123456789ab"}""");
    }

    [Fact]
    public async Task Nobody_else_sees_anything()
    {
        await using var app = await TestApp.StartAsync();

        await (await app.SendAsync(HttpMethod.Get, "/api/status", "a-guessed-token")).ProblemAsync(401, "not-authentic");
    }
}

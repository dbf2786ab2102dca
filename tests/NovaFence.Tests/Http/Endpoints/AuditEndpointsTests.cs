using System.Net;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class AuditEndpointsTests
{
    private static readonly AuditReport Report = new()
    {
        At = new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero),
        Elapsed = TimeSpan.FromMilliseconds(41.7),
        Services = 5,
        Findings = [new Finding("compute3", FindingKind.FiresWhileUp, HostState.Down, "", "force it down again, or release it") { Since = new DateTimeOffset(2026, 3, 14, 1, 0, 0, TimeSpan.Zero) }],
    };

    [Fact]
    public async Task An_audit_runs_when_asked_and_is_shown_afterwards()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.Next = Report;
        const string expected =
            """{"at":"2026-03-14T02:00:00+00:00","elapsed_ms":42,"services":5,"failure":null,"failing_since":null,"needs_a_person":true,"findings":[{"host":"compute3","kind":"fires while up","state":"down","did":"","to_do":"force it down again, or release it","since":"2026-03-14T01:00:00+00:00"}],"left_out":0}""";

        await (await app.GetAsync("/api/audit")).ProblemAsync(404, "no-audit-yet");
        var ran = await app.SendAsync(HttpMethod.Post, "/api/audit", TestApp.Operator);
        ran.StatusCode.Should().Be(HttpStatusCode.OK);
        (await ran.JsonAsync()).GetRawText().Should().Be(expected);
        (await (await app.GetAsync("/api/audit?limit=1")).JsonAsync()).GetRawText().Should().Be(expected[..^1] + ""","earlier":[]}""");
        app.Auditor.Runs.Should().Be(1);
    }

    [Fact]
    public async Task The_last_audit_is_shown_with_those_before_it()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.Next = Report;
        await app.SendAsync(HttpMethod.Post, "/api/audit", TestApp.Operator);
        app.Auditor.Earlier.Add(Report with { At = Report.At.AddHours(-1) });
        app.Auditor.Earlier.Add(Report with { At = Report.At.AddHours(-2) });

        (await (await app.GetAsync("/api/audit")).JsonAsync()).GetProperty("earlier").EnumerateArray().Select(audit => audit.GetProperty("at").GetDateTimeOffset().Hour).Should().Equal(1, 0);
        (await (await app.GetAsync("/api/audit?limit=2")).JsonAsync()).GetProperty("earlier").GetArrayLength().Should().Be(1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("501")]
    [InlineData("many")]
    public async Task A_limit_that_is_none_is_unreadable(string limit)
    {
        await using var app = await TestApp.StartAsync();
        await (await app.GetAsync($"/api/audit?limit={limit}")).ProblemAsync(400, "unreadable");
    }

    [Fact]
    public async Task Without_the_ledger_what_was_found_cannot_be_shown()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.LedgerIsAway = "the disk is full";
        (await app.GetAsync("/api/audit")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task An_audit_that_could_not_be_carried_out_is_answered_503_with_the_report()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.Next = Report with { Failure = "Nova does not answer", Findings = [] };
        var response = await app.SendAsync(HttpMethod.Post, "/api/audit", TestApp.Operator);
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.Should().NotBeNull();
        (await response.JsonAsync()).GetProperty("failure").GetString().Should().Be("Nova does not answer");
    }

    [Fact]
    public async Task A_defect_is_answered_500_without_its_text()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.SendAsync(HttpMethod.Post, "/api/audit", TestApp.Operator);
        (await response.ProblemAsync(500, "broken")).Should().NotContain("scripted");
    }
}

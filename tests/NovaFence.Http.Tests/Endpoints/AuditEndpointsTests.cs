using System.Net;
using NovaFence.Core.Auditing;
using NovaFence.Core.Fencing;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class AuditEndpointsTests
{
    private static readonly AuditReport Report = new()
    {
        At = new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero),
        Elapsed = TimeSpan.FromMilliseconds(41.7),
        Services = 5,
        Findings = [new Finding("compute3", FindingKind.ClearedElsewhere, FenceState.Down, "", "force it down again, or release it")],
    };

    [Fact]
    public async Task An_audit_runs_when_asked_and_is_shown_afterwards()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.Next = Report;
        const string expected =
            """{"at":"2026-03-14T02:00:00+00:00","elapsed_ms":42,"services":5,"failure":null,"needs_a_person":true,"findings":[{"host":"compute3","kind":"cleared elsewhere","state":"down","did":"","to_do":"force it down again, or release it"}]}""";

        await (await app.GetAsync("/api/audit")).ProblemAsync(404, "no-audit-yet");
        var ran = await app.SendAsync(HttpMethod.Post, "/api/audit", TestApp.Operator);
        ran.StatusCode.Should().Be(HttpStatusCode.OK);
        (await ran.JsonAsync()).GetRawText().Should().Be(expected);
        (await (await app.GetAsync("/api/audit")).JsonAsync()).GetRawText().Should().Be(expected);
        app.Auditor.Runs.Should().Be(1);
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

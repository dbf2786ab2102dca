using NovaFence.Core.Audit;
using NovaFence.Core.Hosts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class SandboxTests
{
    [Theory]
    [InlineData("GET", "/api/health/live", 200)]
    [InlineData("GET", "/api/health/ready", 200)]
    [InlineData("GET", "/api/hosts", 200)]
    [InlineData("GET", "/api/hosts/compute1", 200)]
    [InlineData("GET", "/api/hosts/compute1/events", 200)]
    [InlineData("GET", "/api/hosts/compute9", 404)]
    [InlineData("GET", "/api/audit", 404)]
    [InlineData("POST", "/api/audit", 200)]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("DELETE", "/api/hosts", 405)]
    [InlineData("POST", "/api/webhooks/alertmanager", 415)]
    [InlineData("PUT", "/api/hosts/compute1/force-down", 415)]
    public async Task Every_answer_says_sandbox_in_header_and_body(string method, string path, int status)
    {
        await using var app = await TestApp.StartAsync(null, sandbox: true);
        app.Directory.Hosts.Add(new HostView { Host = "compute1" });
        app.Auditor.Next = new AuditReport { At = DateTimeOffset.UnixEpoch };
        var response = await app.SendAsync(new HttpMethod(method), path, TestApp.Operator);
        ((int)response.StatusCode).Should().Be(status);
        response.Headers.GetValues("NovaFence-Sandbox").Should().Equal("true");
        (await response.JsonAsync()).GetProperty("sandbox").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task The_answers_to_deliveries_and_commands_say_it_too()
    {
        await using var app = await TestApp.StartAsync(null, sandbox: true);
        HttpResponseMessage[] responses =
        [
            await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing")),
            await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), "a-wrong-token"),
            await app.PagerDutyAsync(Payload.Bytes("pagerduty-ping")),
            await app.SendAsync(HttpMethod.Put, "/api/hosts/compute1/force-down", TestApp.Operator, Sending.Json("""{"forced_down":true}""")),
        ];
        foreach (var response in responses)
        {
            response.Headers.GetValues("NovaFence-Sandbox").Should().Equal("true");
            (await response.JsonAsync()).GetProperty("sandbox").GetBoolean().Should().BeTrue();
        }
    }
}

using System.Net;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class ExplainEndpointTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?receiver=alertmanager")]
    [InlineData("?receiver=Alertmanager")]
    public async Task A_delivery_is_explained_alert_by_alert(string query)
    {
        await using var app = await TestApp.StartAsync();
        var response = await PostAsync(app, Payload.Bytes("alertmanager-mixed-group"), query);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var explanations = (await response.JsonAsync()).GetProperty("explanations");
        explanations.GetArrayLength().Should().Be(3);
        var last = explanations[2];
        last.EnumerateObject().Select(property => property.Name).Should().Equal("fingerprint", "host", "verdict", "reason", "rule", "values");
        last.GetProperty("host").GetString().Should().Be("compute3");
        last.GetProperty("verdict").GetString().Should().Be("held");
        last.GetProperty("rule").GetString().Should().Be("evidence");
        last.GetProperty("values").GetProperty("fleet_size").GetInt32().Should().Be(5);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_PagerDuty_event_needs_no_signature_here_and_is_recognised()
    {
        await using var app = await TestApp.StartAsync();
        var response = await PostAsync(app, Payload.Bytes("pagerduty-triggered"));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        app.Explainer.Asked.Should().ContainSingle().Which.Receiver.Should().Be("pagerduty");
    }

    [Fact]
    public async Task A_receiver_need_not_be_switched_on()
    {
        await using var app = await TestApp.StartAsync(("NovaFence:Receivers:Alertmanager:Tokens:0", null), ("NovaFence:Receivers:Alertmanager:Tokens:1", null));
        (await PostAsync(app, Payload.Bytes("alertmanager-firing"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_the_receiver_ignores_is_explained_as_that()
    {
        await using var app = await TestApp.StartAsync();
        var response = await PostAsync(app, Payload.Changed("pagerduty-triggered", root => root["event"]!["event_type"] = "incident.annotated"));
        var explanation = (await response.JsonAsync()).GetProperty("explanations")[0];
        explanation.GetProperty("verdict").GetString().Should().Be("ignored");
        explanation.GetProperty("rule").GetString().Should().Be("reading");
        app.Explainer.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("not JSON", "")]
    [InlineData("""{"\ud800":1}""", "")]
    [InlineData("""{"version":"4"}""", "?receiver=alertmanager")]
    [InlineData("""{"version":"4","alerts":[],"\ud800":1}""", "?receiver=alertmanager")]
    [InlineData("""{"version":"1","alerts":[],"\ud800":1}""", "?receiver=grafana")]
    [InlineData("""{"version":"3","alerts":[]}""", "")]
    [InlineData("""{"version":"4","alerts":[]}""", "?receiver=grafana")]
    [InlineData("""{"version":"4","alerts":[]}""", "?receiver=alertmanager&receiver=pagerduty")]
    public async Task What_is_no_delivery_is_answered_400(string body, string query)
    {
        await using var app = await TestApp.StartAsync();
        await (await PostAsync(app, System.Text.Encoding.UTF8.GetBytes(body), query)).ProblemAsync(400, "unreadable");
        app.Explainer.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Too_many_alerts_are_too_many_here_too()
    {
        await using var app = await TestApp.StartAsync(("NovaFence:Receivers:Alertmanager:MaxAlerts", "2"));
        await (await PostAsync(app, Payload.Bytes("alertmanager-mixed-group"))).ProblemAsync(413, "too-large");
    }

    [Fact]
    public async Task A_ledger_that_does_not_answer_is_answered_503()
    {
        await using var app = await TestApp.StartAsync();
        app.Explainer.Outage = "the ledger does not answer";
        (await (await PostAsync(app, Payload.Bytes("alertmanager-firing"))).ProblemAsync(503, "unavailable")).Should().Be("the ledger does not answer");
    }

    private static Task<HttpResponseMessage> PostAsync(TestApp app, byte[] body, string query = "") =>
        app.SendAsync(HttpMethod.Post, $"/api/explain{query}", TestApp.Reader, Sending.Json(body));
}

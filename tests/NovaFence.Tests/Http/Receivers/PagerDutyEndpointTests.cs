using System.Net;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class PagerDutyEndpointTests
{
    [Fact]
    public async Task A_signed_event_is_acted_on()
    {
        await using var app = await TestApp.StartAsync(("NovaFence:Hosts:PagerDutyPattern", @"(?<host>compute\d+)"));
        var response = await app.PagerDutyAsync(Payload.Bytes("pagerduty-triggered"));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("outcomes")[0].GetProperty("host").GetString().Should().Be("compute2");
        app.Fencer.Deliveries.Single().Single().Mentions!.Select(mention => mention.Text).Should().Equal("compute2", "compute2.dc1.example", "compute2");
        app.Fencer.Patience.Single().Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Any_secret_in_rotation_passes()
    {
        await using var app = await TestApp.StartAsync();
        var body = Payload.Bytes("pagerduty-triggered");
        var response = await app.PagerDutyAsync(body, Sending.Signature(body, "an-older-secret"), Sending.Signature(body, TestApp.SecondSecret));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_signature_is_not_authentic_and_reaches_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var body = Payload.Bytes("pagerduty-triggered");
        var response = await app.PagerDutyAsync(body, Sending.Signature(body, "not-the-secret"));
        await response.ProblemAsync(401, "not-authentic");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task No_signature_is_not_authentic_even_with_an_operator_s_token()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.SendAsync(
            HttpMethod.Post, "/api/webhooks/pagerduty", TestApp.Operator, Sending.Json(Payload.Bytes("pagerduty-triggered")));
        (await response.ProblemAsync(401, "not-authentic")).Should().Contain("X-PagerDuty-Signature");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData("pagerduty-acknowledged")]
    [InlineData("pagerduty-annotated")]
    [InlineData("pagerduty-service-updated")]
    [InlineData("pagerduty-ping")]
    public async Task Authentic_events_that_are_no_alerts_are_answered_200_and_ignored(string payload)
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.PagerDutyAsync(Payload.Bytes(payload));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("outcomes")[0].GetProperty("verdict").GetString().Should().Be("ignored");
        app.Fencer.WasReached.Should().BeFalse();
        app.Log.All.Should().NotContain(line => line.Id.Id == 4004);
    }

    [Theory]
    [MemberData(nameof(PagerDutyParserTests.NotUnderstood), MemberType = typeof(PagerDutyParserTests))]
    public async Task An_authentic_body_that_cannot_be_understood_is_answered_200_and_logged_as_an_error(string what, byte[] body, string expected)
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.PagerDutyAsync(body);
        response.StatusCode.Should().Be(HttpStatusCode.OK, what);
        (await response.JsonAsync()).GetProperty("outcomes")[0].GetProperty("reason").GetString().Should().Contain(expected);
        app.Fencer.WasReached.Should().BeFalse();
        app.Log.All.Should().Contain(line => line.Id.Id == 4004);
    }

    [Theory]
    [InlineData(VerdictKind.Held)]
    [InlineData(VerdictKind.Recorded)]
    [InlineData(VerdictKind.Ignored)]
    [InlineData(VerdictKind.Failed)]
    public async Task An_event_that_is_held_or_fails_for_good_is_answered_200_all_the_same(VerdictKind verdict)
    {
        await using var app = await TestApp.StartAsync();
        app.Fencer.Decide = _ => new Outcome { Verdict = new Verdict(verdict, Reason.UnknownHost, "Nova lists none") };
        (await app.PagerDutyAsync(Payload.Bytes("pagerduty-triggered"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_what_may_pass_is_answered_503()
    {
        await using var app = await TestApp.StartAsync();
        app.Fencer.Decide = _ => new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.LedgerUnavailable, "no answer") };
        var response = await app.PagerDutyAsync(Payload.Bytes("pagerduty-triggered"));
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.Should().NotBeNull();
    }

    [Fact]
    public async Task Without_secrets_the_receiver_is_off_and_says_which_key_to_set()
    {
        await using var app = await TestApp.StartAsync(
            ("NovaFence:Receivers:PagerDuty:Secrets:0", null), ("NovaFence:Receivers:PagerDuty:Secrets:1", null));
        var body = Payload.Bytes("pagerduty-triggered");
        var detail = await (await app.PagerDutyAsync(body, Sending.Signature(body, ""))).ProblemAsync(404, "receiver-off");
        detail.Should().Contain("NovaFence:Receivers:PagerDuty:Secrets");
        app.Fencer.WasReached.Should().BeFalse();
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class AlertmanagerEndpointTests
{
    [Fact]
    public async Task A_delivery_is_acted_on_and_answered_with_an_outcome_per_alert()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.AlertmanagerAsync(Payload.Bytes("alertmanager-mixed-group"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        var json = await response.JsonAsync();
        json.EnumerateObject().Select(property => property.Name).Should().Equal("outcomes");
        json.GetProperty("outcomes").GetArrayLength().Should().Be(3);
        json.GetProperty("outcomes")[0].GetRawText().Should().Be(
            """{"fingerprint":"0000000000000001","host":"compute1","verdict":"unset","reason":"last alert resolved: Nova confirmed it","state":"clear","elapsed_ms":18}""");
        json.GetProperty("outcomes")[1].GetProperty("verdict").GetString().Should().Be("force-down");
        app.Fencer.Deliveries.Should().ContainSingle().Which.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(VerdictKind.ForceDown, "force-down")]
    [InlineData(VerdictKind.Unset, "unset")]
    [InlineData(VerdictKind.Held, "held")]
    [InlineData(VerdictKind.Ignored, "ignored")]
    [InlineData(VerdictKind.Observed, "observed")]
    [InlineData(VerdictKind.Recorded, "recorded")]
    [InlineData(VerdictKind.Failed, "failed")]
    public async Task Every_verdict_has_the_design_s_word(VerdictKind verdict, string word)
    {
        await using var app = await TestApp.StartAsync();
        app.Fencer.Decide = alert => new Outcome { Fingerprint = alert.Fingerprint, Verdict = new Verdict(verdict, Reason.Refused, "because of \"it\"") };
        var response = await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"));
        response.StatusCode.Should().Be(HttpStatusCode.OK, "it is final or recorded");
        var outcome = (await response.JsonAsync()).GetProperty("outcomes")[0];
        outcome.GetProperty("verdict").GetString().Should().Be(word);
        outcome.GetProperty("host").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        outcome.GetProperty("state").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task What_may_pass_is_answered_503_with_Retry_After_and_the_same_outcomes()
    {
        await using var app = await TestApp.StartAsync(("NovaFence:Receivers:RetryAfter", "00:00:07"));
        app.Fencer.Decide = alert => new Outcome
        {
            Fingerprint = alert.Fingerprint,
            Verdict = alert.Labels["host"] == "compute3"
                ? new Verdict(VerdictKind.Failed, Reason.LedgerUnavailable, "no answer")
                : new Verdict(VerdictKind.Recorded, Reason.NovaUnavailable, "no answer"),
            State = HostState.ForcingDown,
        };
        var response = await app.AlertmanagerAsync(Payload.Bytes("alertmanager-mixed-group"));
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(7));
        var json = await response.JsonAsync();
        json.GetProperty("outcomes").GetArrayLength().Should().Be(3);
        json.GetProperty("outcomes")[2].GetProperty("state").GetString().Should().Be("forcing_down");
    }

    [Fact]
    public async Task Alerts_that_Alertmanager_left_out_are_a_warning_in_answer_and_log()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.AlertmanagerAsync(Payload.Bytes("alertmanager-truncated-with-new-fields"));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("warnings")[0].GetString().Should().Contain("7 alerts");
        app.Log.All.Should().Contain(line => line.Id.Id == 4005 && line.Text.Contains("7 alerts"));
        var (receiver, warning) = app.Fencer.Warnings.Should().ContainSingle().Subject;
        receiver.Should().Be("alertmanager");
        warning.Should().Contain("7 alerts").And.Contain("max_alerts: 0").And.Contain("group by host");
    }

    [Fact]
    public async Task A_delivery_of_which_every_alert_was_left_out_is_warned_of_too()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.AlertmanagerAsync(Payload.Bytes(JsonNode.Parse("""{"version":"4","truncatedAlerts":1,"alerts":[]}""")!));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("warnings")[0].GetString().Should().Contain("1 alert of");
        app.Fencer.Warnings.Should().ContainSingle();
        app.Fencer.Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_delivery_that_left_nothing_out_has_no_warnings()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"));
        (await response.JsonAsync()).TryGetProperty("warnings", out _).Should().BeFalse();
        app.Fencer.Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_warning_that_the_ledger_does_not_take_changes_no_status()
    {
        await using var app = await TestApp.StartAsync();
        app.Fencer.Warn = _ => Task.FromResult(false);
        await IsWarnedAsync(app);
    }

    [Fact]
    public async Task A_warning_that_the_ledger_keeps_waiting_for_does_not_hold_back_the_answer()
    {
        await using var app = await TestApp.StartAsync(("NovaFence:Receivers:Alertmanager:AnswerWithin", "00:00:01"));
        app.Fencer.Warn = static _ => new TaskCompletionSource<bool>().Task;
        await IsWarnedAsync(app);
    }

    private static async Task IsWarnedAsync(TestApp app)
    {
        var response = await app.AlertmanagerAsync(Payload.Bytes("alertmanager-truncated-with-new-fields"));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("warnings").GetArrayLength().Should().Be(1);
        app.Log.All.Should().Contain(line => line.Id.Id == 4007);
    }

    [Fact]
    public async Task A_delivery_of_no_alerts_is_fine_and_disturbs_nobody()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.AlertmanagerAsync(Payload.Changed("alertmanager-firing", root => root["alerts"] = new JsonArray()));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("outcomes").GetArrayLength().Should().Be(0);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData(TestApp.Token)]
    [InlineData(TestApp.SecondToken)]
    public async Task Each_of_several_tokens_is_valid(string token)
    {
        await using var app = await TestApp.StartAsync();
        (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), token)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("alertmanager-token-3")]
    [InlineData("alertmanager-token-")]
    [InlineData("alertmanager-token-11")]
    [InlineData("Alertmanager-token-1")]
    [InlineData(TestApp.Operator)]
    public async Task Any_other_token_is_not_authentic_and_reaches_nothing(string? token)
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), token);
        await response.ProblemAsync(401, "not-authentic");
        response.Headers.WwwAuthenticate.Single().Scheme.Should().Be("Bearer");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData("Basic YWxlcnRtYW5hZ2VyLXRva2VuLTE=")]
    [InlineData("alertmanager-token-1")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Token alertmanager-token-1")]
    [InlineData("Bearer alertmanager-token-1, Bearer alertmanager-token-1")]
    public async Task Another_scheme_or_none_is_not_authentic(string header)
    {
        await using var app = await TestApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager")
        {
            Content = Sending.Json(Payload.Bytes("alertmanager-firing")),
        };
        request.Headers.TryAddWithoutValidation("Authorization", header).Should().BeTrue();
        await (await app.Client.SendAsync(request, TestContext.Current.CancellationToken)).ProblemAsync(401, "not-authentic");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_scheme_s_letter_case_does_not_count(string scheme)
    {
        await using var app = await TestApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager")
        {
            Content = Sending.Json(Payload.Bytes("alertmanager-firing")),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {TestApp.Token}");
        (await app.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_tokens_the_receiver_is_off_and_says_which_key_to_set()
    {
        await using var app = await TestApp.StartAsync(
            ("NovaFence:Receivers:Alertmanager:Tokens:0", null), ("NovaFence:Receivers:Alertmanager:Tokens:1", null));
        var detail = await (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).ProblemAsync(404, "receiver-off");
        detail.Should().Contain("NovaFence:Receivers:Alertmanager:Tokens");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(AlertmanagerParserTests.Unreadable), MemberType = typeof(AlertmanagerParserTests))]
    public async Task What_cannot_be_read_is_answered_400_and_reaches_nothing(string what, byte[] body, string expected)
    {
        await using var app = await TestApp.StartAsync();
        (await (await app.AlertmanagerAsync(body)).ProblemAsync(400, "unreadable")).Should().Contain(expected, what);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task Authenticity_comes_before_parsing()
    {
        await using var app = await TestApp.StartAsync();
        await (await app.AlertmanagerAsync("{"u8.ToArray(), "a-wrong-token")).ProblemAsync(401, "not-authentic");
    }

    [Fact]
    public async Task What_is_left_of_the_sender_s_patience_is_the_fencer_s()
    {
        await using var app = await TestApp.StartAsync(("NovaFence:Receivers:Alertmanager:AnswerWithin", "00:00:20"));
        await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"));
        app.Fencer.Patience.Single().Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(20)).And.BeGreaterThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_defect_behind_the_receiver_is_answered_503_so_that_the_alert_comes_again()
    {
        await using var app = await TestApp.StartAsync();
        app.Fencer.Decide = _ => throw new InvalidOperationException("a defect");
        var response = await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"));
        (await response.ProblemAsync(503, "unavailable")).Should().NotContain("defect");
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        app.Log.All.Should().Contain(line => line.Id.Id == 4101 && line.Text.Contains("a defect"));
    }

    [Fact]
    public async Task A_delivery_is_logged_without_its_labels()
    {
        await using var app = await TestApp.StartAsync();
        await app.AlertmanagerAsync(Payload.Bytes("alertmanager-mixed-group"));
        app.Log.All.Should().ContainSingle(line => line.Id.Id == 4000).Which.Text.Should().Contain("alertmanager: 3 alerts");
        app.Log.All.Should().NotContain(line => line.Text.Contains("ComputeHostFenced"));
    }
}

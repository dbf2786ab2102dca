using System.Net;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class ForceDownEndpointTests
{
    [Theory]
    [InlineData("""{"forced_down":true,"reason":"PDU off"}""", true, "PDU off")]
    [InlineData("""{"forced_down":false}""", false, "")]
    [InlineData("""{"reason":null,"forced_down":true}""", true, "")]
    public async Task An_operator_s_word_is_carried_out(string body, bool forcedDown, string reason)
    {
        await using var app = await TestApp.StartAsync();
        var response = await PutAsync(app, body);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        app.Fencer.Commands.Should().Equal(new OperatorCommand("compute1", forcedDown, reason, "api"));
        (await response.JsonAsync()).GetRawText().Should().Be(
            forcedDown
                ? """{"outcomes":[{"fingerprint":"","host":"compute1","verdict":"force-down","reason":"operator's word: Nova confirmed it","state":"down","elapsed_ms":12}]}"""
                : """{"outcomes":[{"fingerprint":"","host":"compute1","verdict":"unset","reason":"operator's word: Nova confirmed it","state":"clear","elapsed_ms":12}]}""");
    }

    [Theory]
    [InlineData("""{"forced_down":false,"force":true}""", true)]
    [InlineData("""{"forced_down":false,"force":false}""", false)]
    public async Task Force_is_passed_on(string body, bool force)
    {
        await using var app = await TestApp.StartAsync();
        (await PutAsync(app, body)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Fencer.Commands.Should().Equal(new OperatorCommand("compute1", false, "", "api") { Force = force });
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"reason":"x"}""")]
    [InlineData("""{"forced_down":null}""")]
    [InlineData("""{"forced_down":"true"}""")]
    [InlineData("""{"forced_down":1}""")]
    [InlineData("""{"forced_down":true,"forced_down":false}""")]
    [InlineData("""{"forced_down":true,"force":null}""")]
    [InlineData("""{"forced_down":true,"force":"true"}""")]
    [InlineData("""{"forced_down":true,"force":true,"force":false}""")]
    [InlineData("""{"forced_down":true,"forced":true}""")]
    [InlineData("""{"Forced_Down":true}""")]
    [InlineData("""{"forced_down":true,"reason":5}""")]
    [InlineData("""{"forced_down":true,"reason":"\ud800"}""")]
    [InlineData("""{"forced_down":true} {"forced_down":true}""")]
    [InlineData("""{"forced_down":true""")]
    public async Task Anything_but_a_plain_command_is_answered_400(string body)
    {
        await using var app = await TestApp.StartAsync();
        (await (await PutAsync(app, body)).ProblemAsync(400, "unreadable")).Should().Contain("forced_down");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData(500, 200)]
    [InlineData(501, 400)]
    [InlineData(20_000, 413)]
    public async Task The_reason_is_bounded(int length, int status)
    {
        await using var app = await TestApp.StartAsync();
        var response = await PutAsync(app, $$"""{"forced_down":true,"reason":"{{new string('r', length)}}"}""");
        ((int)response.StatusCode).Should().Be(status);
        app.Fencer.WasReached.Should().Be(status == 200);
    }

    [Theory]
    [InlineData(VerdictKind.Held, Reason.Evacuating, "evacuation in flight: 2 migrations", 409)]
    [InlineData(VerdictKind.Held, Reason.AwaitingOperator, "awaiting operator: 2 migrations", 409)]
    [InlineData(VerdictKind.Recorded, Reason.OperatorsWord, "operator's word: 2 migrations", 202)]
    [InlineData(VerdictKind.Failed, Reason.AmbiguousHost, "ambiguous host: 2 migrations", 409)]
    [InlineData(VerdictKind.Failed, Reason.UnknownHost, "unknown host: 2 migrations", 404)]
    [InlineData(VerdictKind.Failed, Reason.NovaUnavailable, "nova unavailable: 2 migrations", 503)]
    [InlineData(VerdictKind.Failed, Reason.LedgerUnavailable, "ledger unavailable: 2 migrations", 503)]
    [InlineData(VerdictKind.Failed, Reason.OutOfTime, "out of time: 2 migrations", 503)]
    [InlineData(VerdictKind.Failed, Reason.OtherCloud, "ledger of another cloud: 2 migrations", 503)]
    [InlineData(VerdictKind.Ignored, Reason.AlreadyDown, "already down: 2 migrations", 200)]
    [InlineData(VerdictKind.Observed, Reason.ObserveOnly, "observe only: 2 migrations", 200)]
    [InlineData(VerdictKind.ForceDown, Reason.OperatorsWord, "operator's word: 2 migrations", 200)]
    public async Task The_status_says_whether_it_was_done(VerdictKind verdict, Reason title, string reason, int status)
    {
        await using var app = await TestApp.StartAsync();
        app.Fencer.Obey = (_, _) => Task.FromResult(new Outcome { Verdict = new Verdict(verdict, title, "2 migrations") });
        var response = await PutAsync(app, """{"forced_down":true}""");
        ((int)response.StatusCode).Should().Be(status);
        (response.Headers.RetryAfter is not null).Should().Be(status == 503);
        (await response.JsonAsync()).GetProperty("outcomes")[0].GetProperty("reason").GetString().Should().Be(reason);
    }

    [Theory]
    [InlineData(true, VerdictKind.Recorded, "novafence force-down compute1 --unset")]
    [InlineData(false, VerdictKind.Recorded, "novafence force-down compute1 --reason \"…\"")]
    [InlineData(true, VerdictKind.Held, null)]
    public async Task What_is_recorded_says_how_to_call_it_off(bool forcedDown, VerdictKind verdict, string? callOff)
    {
        await using var app = await TestApp.StartAsync();
        app.Fencer.Obey = (_, _) => Task.FromResult(new Outcome { Host = "compute1", Verdict = new Verdict(verdict, Reason.OperatorsWord, "tried again") });
        var response = await PutAsync(app, forcedDown ? """{"forced_down":true}""" : """{"forced_down":false}""");
        var outcome = (await response.JsonAsync()).GetProperty("outcomes")[0];
        (outcome.TryGetProperty("call_off", out var said) ? said.GetString() : null).Should().Be(callOff);
    }

    [Fact]
    public async Task What_takes_too_long_is_answered_503()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var asked = new TaskCompletionSource();
        app.Fencer.Obey = async (_, cancellationToken) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("never reached");
        };
        var answer = PutAsync(app, """{"forced_down":true}""");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(30));
        await (await answer).ProblemAsync(503, "unavailable");
    }

    [Fact]
    public async Task A_name_no_host_can_have_is_answered_404()
    {
        await using var app = await TestApp.StartAsync();
        await (await PutAsync(app, """{"forced_down":true}""", new string('c', 256))).ProblemAsync(404, "unknown-host");
        app.Fencer.WasReached.Should().BeFalse();
    }

    private static Task<HttpResponseMessage> PutAsync(TestApp app, string body, string host = "compute1") =>
        app.SendAsync(HttpMethod.Put, $"/api/hosts/{host}/force-down", TestApp.Operator, Sending.Json(body));
}

using System.Net;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class HealthEndpointsTests
{
    private const string Ready = "/api/health/ready";

    [Fact]
    public async Task It_lives_whatever_is_missing()
    {
        await using var app = await TestApp.StartAsync();
        app.Ledger.Outage = "gone";
        var response = await app.GetAsync("/api/health/live", token: null);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetRawText().Should().Be("""{"status":"ok"}""");
    }

    [Fact]
    public async Task It_is_ready_when_a_token_and_the_ledger_are_there()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.GetAsync(Ready, token: null);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetRawText().Should().Be(
            """{"status":"ok","components":[{"name":"cloud","ok":true},{"name":"ledger","ok":true},{"name":"audit","ok":true}]}""");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a-wrong-token")]
    public async Task Strangers_learn_which_component_is_missing_and_no_more(string? token)
    {
        await using var app = await TestApp.StartAsync();
        app.Ledger.Outage = "the table service does not answer";
        var response = await app.GetAsync(Ready, token);
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.Should().NotBeNull();
        (await response.JsonAsync()).GetRawText().Should().Be(
            """{"status":"not ready","components":[{"name":"cloud","ok":true},{"name":"ledger","ok":false},{"name":"audit","ok":true}]}""");
    }

    [Theory]
    [InlineData(TestApp.Reader)]
    [InlineData(TestApp.Operator)]
    public async Task Those_who_may_read_learn_what_is_missing(string token)
    {
        await using var app = await TestApp.StartAsync();
        app.Ledger.Outage = "the table service does not answer";
        app.Cloud.Readiness = _ => Task.FromResult(new CloudReadiness(
            false, "Keystone refused the password", new Dictionary<string, string>(StringComparer.Ordinal) { ["auth_url"] = "http://keystone.example" }));
        (await (await app.GetAsync(Ready, token)).JsonAsync()).GetRawText().Should().Be(
            """{"status":"not ready","components":[{"name":"cloud","ok":false,"why":"Keystone refused the password","details":{"auth_url":"http://keystone.example"}},{"name":"ledger","ok":false,"why":"the table service does not answer"},{"name":"audit","ok":true}]}""");
    }

    [Fact]
    public async Task It_is_not_ready_while_no_audit_runs_and_says_so_to_those_who_may_read()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.Health = new AuditHealth(Runs: false, "no audit has run since 2026-11-22 03:00:00Z");
        var response = await app.GetAsync(Ready);
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.JsonAsync()).GetRawText().Should().Contain("""{"name":"audit","ok":false,"why":"no audit has run since 2026-11-22 03:00:00Z"}""");
        (await (await app.GetAsync(Ready, token: null)).JsonAsync()).GetRawText().Should().StartWith("""{"status":"not ready",""").And.Contain("""{"name":"audit","ok":false}""");
    }

    [Fact]
    public async Task With_an_audit_that_could_not_be_carried_out_it_is_ready_and_degraded()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.Health = new AuditHealth(Runs: true, "the audit of 2026-11-22 03:00:00Z could not be carried out: Nova did not answer");
        var response = await app.GetAsync(Ready);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetRawText().Should().StartWith("""{"status":"degraded",""").And.Contain("Nova did not answer");
    }

    [Fact]
    public async Task It_is_not_ready_with_the_ledger_of_another_cloud()
    {
        await using var app = await TestApp.StartAsync();
        app.Adoption.OtherCloud = "the ledger knows compute1, and Nova lists gpu1";
        var response = await app.GetAsync(Ready);
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.JsonAsync()).GetRawText().Should().Contain("""{"name":"ledger","ok":false,"why":"the ledger knows compute1, and Nova lists gpu1"}""");
        (await (await app.GetAsync(Ready, token: null)).JsonAsync()).GetRawText().Should().NotContain("compute1");
    }

    [Fact]
    public async Task What_was_found_is_kept_for_a_moment_so_that_strangers_cannot_load_the_ledger()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.GetAsync(Ready, token: null)));
        app.Cloud.Asked.Should().Be(1);
        clock.Advance(TimeSpan.FromSeconds(2));
        await app.GetAsync(Ready, token: null);
        app.Cloud.Asked.Should().Be(2);
    }

    [Fact]
    public async Task A_component_that_does_not_answer_is_not_waited_for_for_ever()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var asked = new TaskCompletionSource();
        app.Cloud.Readiness = async cancellationToken =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("never reached");
        };
        var answer = app.GetAsync(Ready);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(5));
        var response = await answer;
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.JsonAsync()).GetProperty("components")[0].GetProperty("why").GetString().Should().Be("no answer within 5 s");
    }
}

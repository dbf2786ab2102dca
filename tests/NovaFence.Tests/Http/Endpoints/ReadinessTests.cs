using System.Net;
using NovaFence.Core.Cloud;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>What readiness says while something is away, full or hung.</summary>
public sealed class ReadinessTests
{
    private const string Ready = "/api/health/ready";

    private static readonly DateTimeOffset Since = new(2026, 3, 14, 1, 59, 0, TimeSpan.Zero);

    [Fact]
    public async Task While_Nova_is_away_it_is_degraded_and_says_since_when_and_not_ready_only_where_that_is_required()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        (await app.GetAsync(Ready)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Watch.AwaySince = Since;
        clock.Advance(TimeSpan.FromSeconds(2));

        var away = await app.GetAsync(Ready, token: null);
        away.StatusCode.Should().Be(HttpStatusCode.OK);
        (await away.JsonAsync()).GetRawText().Should().Be(
            """{"status":"degraded","components":[{"name":"cloud","ok":false,"away_since":"2026-03-14T01:59:00+00:00"},{"name":"ledger","ok":true},{"name":"audit","ok":true}]}""");
        var required = await app.GetAsync(Ready + "?require=cloud", token: null);
        required.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await required.JsonAsync()).GetProperty("status").GetString().Should().Be("not ready");

        app.Watch.AwaySince = null;
        clock.Advance(TimeSpan.FromSeconds(2));
        (await (await app.GetAsync(Ready + "?require=cloud", token: null)).JsonAsync()).GetProperty("status").GetString().Should().Be("ok");
    }

    [Fact]
    public async Task Keystone_that_was_there_is_away_and_one_that_never_was_is_not_ready()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var working = app.Cloud.Readiness;
        app.Cloud.Readiness = _ => Task.FromResult(new CloudReadiness(false, "Keystone did not answer", new Dictionary<string, string>(StringComparer.Ordinal)));
        (await app.GetAsync(Ready)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);

        var keystone = app.Cloud.Readiness;
        app.Cloud.Readiness = working;
        clock.Advance(TimeSpan.FromSeconds(2));
        (await app.GetAsync(Ready)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Cloud.Readiness = keystone;
        clock.Advance(TimeSpan.FromSeconds(2));
        var away = await app.GetAsync(Ready);
        away.StatusCode.Should().Be(HttpStatusCode.OK);
        (await away.JsonAsync()).GetProperty("components")[0].GetRawText().Should().Contain("Keystone did not answer").And.Contain("away_since");
    }

    [Fact]
    public async Task A_ledger_that_can_be_read_and_not_written_is_not_ready()
    {
        await using var app = await TestApp.StartAsync();
        app.Watch.Write = static () => Task.FromResult<string?>("The ledger's file cannot be written: the disk is full.");
        var response = await app.GetAsync(Ready);
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.JsonAsync()).GetRawText().Should().Contain("the disk is full");
    }

    [Fact]
    public async Task A_call_that_fails_in_a_way_of_its_own_is_503_and_never_500()
    {
        await using var app = await TestApp.StartAsync();
        app.Watch.Write = static () => throw new AggregateException(new TaskCanceledException(), new TaskCanceledException());
        var response = await app.GetAsync(Ready);
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.JsonAsync()).GetProperty("components")[1].GetProperty("ok").GetBoolean().Should().BeFalse();
        app.Log.All.Should().Contain(line => line.Id.Id == 4112);
    }

    [Theory]
    [InlineData("?require=")]
    [InlineData("?require=ledger")]
    [InlineData("?require=cloud&require=cloud")]
    public async Task What_cannot_be_required_is_400(string query)
    {
        await using var app = await TestApp.StartAsync();
        await (await app.GetAsync(Ready + query)).ProblemAsync(400, "unreadable");
    }
}

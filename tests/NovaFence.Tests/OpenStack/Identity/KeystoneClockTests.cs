using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Identity;

public sealed class KeystoneClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    // Our clock says 12:00:00.2 in the middle of the request.
    [InlineData("2026-11-22T12:00:10.250000Z", 10.05)]
    [InlineData("2026-11-22T12:00:10.250000", 10.05)]
    [InlineData("2026-11-22T11:59:50.250000Z", -9.95)]
    // Whole seconds are cut: half a second more is the best guess.
    [InlineData("2026-11-22T12:00:00.000000Z", 0.3)]
    [InlineData("2026-11-22T12:00:00Z", 0.3)]
    [InlineData("2026-11-22T12:00:00", 0.3)]
    [InlineData("2026-11-22T11:00:00", -3599.7)]
    [InlineData("2026-11-22T13:00:10.250000+01:00", 10.05)]
    public async Task A_listing_says_how_far_Keystone_s_clock_was_ahead_in_the_middle_of_the_request(string issuedAt, double seconds)
    {
        var time = new FakeTimeProvider(Noon);
        await using var nova = await StartAsync();
        nova.OnToken = context =>
        {
            time.Advance(TimeSpan.FromMilliseconds(400));
            return nova.IssueAsync(context, "2026-11-22T20:00:00.000000Z", issuedAt);
        };
        await using var client = ClientUnderTest.Of(nova.Url, time: time);

        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(seconds));
        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(seconds), "it goes with every listing of that token");
        nova.TokenRequests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("\"expires_at\":\"2026-11-22T20:00:00.000000Z\"")]
    [InlineData("\"expires_at\":\"2026-11-22T20:00:00.000000Z\",\"issued_at\":null")]
    [InlineData("\"expires_at\":\"2026-11-22T20:00:00.000000Z\",\"issued_at\":\"\"")]
    [InlineData("\"expires_at\":\"2026-11-22T20:00:00.000000Z\",\"issued_at\":\"a while ago\"")]
    public async Task A_token_that_does_not_say_when_it_was_issued_tells_nothing_about_a_clock_and_serves(string times)
    {
        await using var nova = await StartAsync();
        nova.OnToken = context => IssueWithAsync(nova, context, times);
        await using var client = ClientUnderTest.Of(nova.Url, time: new FakeTimeProvider(Noon));

        (await ListAsync(client)).Should().BeNull();
    }

    [Fact]
    public async Task Only_the_request_that_was_answered_counts()
    {
        var time = new FakeTimeProvider(Noon);
        await using var nova = await StartAsync();
        nova.OnToken = context =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return nova.TokenRequests.Count == 1 ? DieAsync(context) : nova.IssueAsync(context, "2026-11-22T20:00:00Z", "2026-11-22T12:00:03.250000Z");
        };
        await using var client = ClientUnderTest.Of(nova.Url, time: time);

        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(0.25), "the second was sent at 12:00:02 and answered at 12:00:04");
    }

    [Theory]
    [InlineData(5, 2.5)]
    [InlineData(5.1, null)]
    public async Task A_token_that_was_long_in_coming_tells_nothing_about_a_clock(double took, double? seconds)
    {
        var time = new FakeTimeProvider(Noon);
        await using var nova = await StartAsync();
        nova.OnToken = context =>
        {
            time.Advance(TimeSpan.FromSeconds(took));
            return nova.IssueAsync(context, "2026-11-22T20:00:00Z", "2026-11-22T12:00:04.500000Z");
        };
        await using var client = ClientUnderTest.Of(nova.Url, [("Token:AttemptTimeout", "00:01:00"), ("Token:Deadline", "00:02:00")], time: time);

        (await ListAsync(client)).Should().Be(seconds is { } known ? TimeSpan.FromSeconds(known - 0.5) : null);
    }

    [Fact]
    public async Task A_listing_goes_by_the_token_it_was_made_with()
    {
        var time = new FakeTimeProvider(Noon);
        await using var nova = await StartAsync();
        nova.OnToken = context => nova.IssueAsync(
            context, "2026-11-22T20:00:00Z", nova.TokenRequests.Count == 1 ? "2026-11-22T12:00:07.250000Z" : "2026-11-22T11:59:51.750000Z");
        await using var client = ClientUnderTest.Of(nova.Url, time: time);
        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(7.25));
        nova.OnList = static context => context.Request.Headers["X-Auth-Token"] == "token-1"
            ? JsonAsync(context, 401, "{}")
            : JsonAsync(context, 200, """{"services":[]}""");

        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(-8.25), "Nova took the second token");
    }

    [Fact]
    public async Task A_fresh_token_tells_anew()
    {
        var time = new FakeTimeProvider(Noon);
        await using var nova = await StartAsync();
        nova.OnToken = context => nova.IssueAsync(context, "2026-11-22T20:00:00Z", Moment(time.GetUtcNow().UtcDateTime.AddSeconds(nova.TokenRequests.Count + 0.25)));
        await using var client = ClientUnderTest.Of(nova.Url, time: time);

        await client.Care.RoundAsync(Now);
        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(1.25));
        await client.Care.RoundAsync(Now);
        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(2.25));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    [InlineData(3600)]
    public async Task What_our_clock_was_put_forward_or_back_since_the_token_came_counts(int by)
    {
        var time = new LeapingClock();
        await using var nova = await StartAsync();
        nova.OnToken = context => nova.IssueAsync(context, "2026-11-22T20:00:00Z", "2026-11-22T12:00:01.250000Z");
        await using var client = ClientUnderTest.Of(nova.Url, time: time);
        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(1.25));

        time.Advance(TimeSpan.FromSeconds(20));
        time.Leap(TimeSpan.FromSeconds(by));

        (await ListAsync(client)).Should().Be(TimeSpan.FromSeconds(1.25 - by), "with the clock as it was, a host's reports would be older by that, and it would not be seen that it lives");
        nova.TokenRequests.Should().HaveCount(1);
    }

    private static async Task<TimeSpan?> ListAsync(ClientUnderTest client) =>
        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>().Subject.ClockAhead;

    private static Task IssueWithAsync(ScriptedOpenStack nova, HttpContext context, string times)
    {
        context.Response.Headers["X-Subject-Token"] = "token";
        return JsonAsync(context, 201, $$$"""
            {"token":{"catalog":[{"type":"compute","endpoints":[{"interface":"public","region":"RegionOne","url":"{{{nova.Url}}}v2.1"}]}],{{{times}}}}}
            """);
    }

    /// <summary>A clock that is put forward or back, by which what has passed is measured as ever.</summary>
    private sealed class LeapingClock() : FakeTimeProvider(Noon)
    {
        private long _leapt;

        internal void Leap(TimeSpan by)
        {
            _leapt += by.Ticks;
            AdjustTime(GetUtcNow() + by);
        }

        public override long GetTimestamp() => base.GetTimestamp() - _leapt;
    }
}

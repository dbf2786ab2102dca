using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using NovaFence.OpenStack.Warmth;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Warmth;

public sealed class TokenCareTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fresh_token_is_shown_before_it_is_taken_into_use()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Care.RoundAsync(Now);
        var shown = new List<string?>();
        nova.OnShow = async context =>
        {
            lock (shown)
                shown.Add(client.Tokens.Current?.Value);
            await JsonAsync(context, 406, "{}");
        };

        var pause = await client.Care.RoundAsync(Now);

        pause.Should().Be(TimeSpan.FromSeconds(240));
        shown.Should().NotBeEmpty().And.OnlyContain(static inUse => inUse == "token-1");
        client.Tokens.Current!.Value.Should().Be("token-2");
        nova.Shows.Where(static show => show.Headers["X-Auth-Token"] == "token-2").Should().HaveCount(shown.Count);
    }

    [Fact]
    public async Task Showing_asks_for_a_version_that_no_Nova_has()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        await client.Care.RoundAsync(Now);

        nova.Shows.Should().NotBeEmpty().And.OnlyContain(static show =>
            show.Method == "GET" && show.Path == "/v2.1/os-services" && show.Headers["X-OpenStack-Nova-API-Version"] == "2.999");
    }

    [Fact]
    public async Task Bursts_go_on_until_one_is_fast_everywhere()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Care.RoundAsync(Now);
        var before = nova.Shows.Count;

        // Four workers that each validate the token once.
        var cold = 4;
        nova.OnShow = async context =>
        {
            if (Interlocked.Decrement(ref cold) >= 0)
                await Task.Delay(TimeSpan.FromMilliseconds(400), context.RequestAborted);
            await JsonAsync(context, 406, "{}");
        };
        await client.Care.RoundAsync(Now);

        (nova.Shows.Count - before).Should().BeGreaterThanOrEqualTo(16).And.BeLessThanOrEqualTo(32);
        client.Get<WarmthRecord>().Last!.Requests.Should().Be(nova.Shows.Count - before);
    }

    [Fact]
    public async Task Bursts_are_bounded()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("TokenWarmParallelism", "3"), ("TokenWarmBursts", "2")]);
        var replies = 0;
        nova.OnShow = async context =>
        {
            // Each burst is slower than the one before.
            await Task.Delay(TimeSpan.FromMilliseconds(Interlocked.Increment(ref replies) <= 3 ? 1 : 500), context.RequestAborted);
            await JsonAsync(context, 406, "{}");
        };

        await client.Care.RoundAsync(Now);

        nova.Shows.Should().HaveCount(6);
        client.Get<WarmthRecord>().Last!.AllFast.Should().BeFalse();
        client.Tokens.Current.Should().NotBeNull();
    }

    [Fact]
    public async Task With_Keystone_away_the_old_token_stays()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("Token:Retries", "0")], time: time);
        await client.Care.RoundAsync(Now);
        nova.OnToken = DieAsync;
        time.Advance(TimeSpan.FromSeconds(240));

        var pause = await client.Care.RoundAsync(Now);

        pause.Should().Be(TimeSpan.FromSeconds(15));
        client.Tokens.Current!.Value.Should().Be("token-1");
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(503)]
    public async Task A_token_that_could_not_be_shown_is_not_taken_and_shown_again_later(int status)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, time: time);
        await client.Care.RoundAsync(Now);
        nova.OnShow = context => JsonAsync(context, status, "{}");

        (await client.Care.RoundAsync(Now)).Should().Be(TimeSpan.FromSeconds(15));
        client.Tokens.Current!.Value.Should().Be("token-1");

        nova.OnShow = static context => JsonAsync(context, 406, "{}");
        time.Advance(TimeSpan.FromSeconds(15));
        (await client.Care.RoundAsync(Now)).Should().Be(TimeSpan.FromSeconds(240));
        client.Tokens.Current!.Value.Should().Be("token-2");
        nova.TokenRequests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Near_the_end_of_the_old_token_a_new_one_is_taken_even_if_it_could_not_be_shown()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, time: time);
        await client.Care.RoundAsync(Now);
        nova.OnShow = static context => JsonAsync(context, 503, "{}");
        time.Advance(TimeSpan.FromMinutes(59.5));

        await client.Care.RoundAsync(Now);

        client.Tokens.Current!.Value.Should().Be("token-2");
    }

    [Fact]
    public async Task A_short_lived_token_is_replaced_at_half_its_life()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var nova = await StartAsync();
        nova.OnToken = context => nova.IssueAsync(context, "2026-11-22T14:01:09", "2026-11-22T14:00:45.000000Z");
        await using var client = ClientUnderTest.Of(nova.Url, time: time);

        (await client.Care.RoundAsync(Now)).Should().Be(TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task Without_an_interval_a_token_is_still_replaced_before_its_end_but_not_shown()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("TokenWarmInterval", "0")], time: time);

        (await client.Care.RoundAsync(Now)).Should().Be(TimeSpan.FromMinutes(59));

        nova.Shows.Should().BeEmpty();
        client.Tokens.Current.Should().NotBeNull();
    }

    [Fact]
    public async Task The_first_round_asks_for_a_token_together_with_the_first_call()
    {
        await using var nova = await StartAsync();
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        nova.OnToken = async context =>
        {
            arrived.TrySetResult();
            await release.Task;
            await nova.IssueAsync(context);
        };
        await using var client = ClientUnderTest.Of(nova.Url);

        var round = client.Care.RoundAsync(Now);
        var call = client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        await arrived.Task.WaitAsync(Now);
        release.SetResult();
        await Task.WhenAll(round, call);

        nova.TokenRequests.Should().ContainSingle();
    }

    [Fact]
    public async Task Readiness_shows_how_warm_the_token_is_and_asks_for_nothing()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("Region", "RegionOne")]);
        await client.Care.RoundAsync(Now);
        var before = nova.Requests.Count;

        var readiness = await client.Cloud.ReadinessAsync(Now);

        nova.Requests.Should().HaveCount(before);
        readiness.IsReady.Should().BeTrue();
        readiness.Details.Should().Contain("microversion", "2.53").And.Contain("addressing", "uuid").And.Contain("endpoint", $"{nova.Url}v2.1")
            .And.Contain("region", "RegionOne").And.Contain("source", "NovaFence:Cloud").And.Contain("identity", "application credential credential-id");
        readiness.Details.Keys.Should().Contain(["token_expires", "token_last_warmed", "token_warm_requests"]);
    }

    [Fact]
    public async Task The_background_service_goes_round_by_the_clock()
    {
        var time = new PausedTime();
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, time: time);
        var service = client.HostedService<KeepWarm>();
        await service.StartAsync(Now);

        for (var round = 1; round <= 3; round++)
        {
            (await time.NextPauseAsync(Now)).Should().Be(TimeSpan.FromSeconds(240));
            client.Tokens.Current!.Value.Should().Be($"token-{round}");
            time.Advance(TimeSpan.FromSeconds(240));
        }

        await time.NextPauseAsync(Now);
        await service.StopAsync(Now);
        nova.TokenRequests.Should().HaveCount(4);
    }
}

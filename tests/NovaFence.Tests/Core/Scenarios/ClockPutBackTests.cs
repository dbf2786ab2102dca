using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A clock that was an hour ahead is put back. What it wrote is still to come then, and must keep nothing waiting until then.</summary>
public sealed class ClockPutBackTests : Scenario
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Cloud.ClockAhead = TimeSpan.Zero;
    }

    [Fact]
    public async Task A_host_settles_for_as_long_as_ever()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        await PutBackAsync();

        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task By_a_clock_that_is_behind_the_cloud_s_nothing_is_put_right()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        var resolvedAt = Given.Clock.Now;
        Given.Clock.SetBack(Ahead);
        Cloud.ClockAhead = Ahead;

        await Given.Auditor.RunAsync(Stop);

        (await Given.RecordAsync("compute1", Stop))!.LastResolvedAt.Should().BeCloseTo(resolvedAt, Seconds(1), "it is the clock that is wrong, and not what is written");
    }

    [Fact]
    public async Task What_an_instance_was_at_that_died_another_one_goes_on_with()
    {
        await using var other = Given.Another(Settling);
        var (begun, never) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Cloud.DuringPut = (_, _) => begun.TrySetResult() ? never.Task : Task.CompletedTask;
        var dying = FireAsync("compute1", "f1");
        await begun.Task;
        Given.Ledger.Away = true;
        Given.Clock.SetBack(Ahead);

        await other.Auditor.RunAsync(Stop);
        await other.PassAsync(Minutes(2), Stop);

        (await other.RecordAsync("compute1", Stop)).Should().BeEquivalentTo(new { State = HostState.Down, Attempt = (Attempt?)null });
        never.SetResult();
        await WhileTimePassesAsync(dying, 1);
    }

    [Fact]
    public async Task Force_downs_count_for_an_hour()
    {
        for (var time = 1; time <= 2; time++)
        {
            (await FireAsync("compute1", $"f{time}")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
            await ResolveAsync("compute1", $"f{time}");
            await PassAsync(Minutes(2));
        }

        await PutBackAsync();
        (await FireAsync("compute1", "f3")).Verdict.Reason.Should().Be(Reason.Flapping, "they were just now");
        await ResolveAsync("compute1", "f3");
        await PassAsync(Minutes(61));

        (await FireAsync("compute1", "f4")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task After_a_listing_that_was_given_up_Nova_is_asked_again_a_minute_later()
    {
        Cloud.DuringListing = token => Task.Delay(Timeout.Infinite, token);
        await WhileTimePassesAsync(FireAsync("compute1", "f1"), 1);
        Given.Clock.Advance(Seconds(10));
        while (Given.Fleet.LastFailure is null)
            await Task.Delay(10, Stop);
        Cloud.DuringListing = _ => Task.CompletedTask;
        Given.Clock.SetBack(Ahead);
        Given.Clock.Advance(Seconds(61));
        var before = Cloud.Listings.Count;

        await FireAsync("compute2", "f2");

        Cloud.Listings.Count.Should().BeGreaterThan(before, "a host that lives would be forced down unseen");
    }

    private async Task PutBackAsync()
    {
        Given.Clock.SetBack(Ahead);
        (await Given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
    }
}

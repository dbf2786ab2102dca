using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

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
    public async Task A_host_that_was_audited_while_the_clock_was_ahead_settles_for_as_long_as_ever_too()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        // The first writes what it sees of the host, the second looks at that.
        await Given.Auditor.RunAsync(Stop);
        await Given.Auditor.RunAsync(Stop);
        await PutBackAsync();

        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task Also_where_the_cloud_s_clock_is_some_seconds_ahead_of_ours()
    {
        Cloud.ClockAhead = Seconds(40);
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        await PutBackAsync();

        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
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
    public async Task Nor_by_one_of_a_machine_that_stood_still_and_whose_token_knows_nothing_of_it()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        var resolvedAt = Given.Clock.Now;
        await using var slept = Given.AnotherAhead(-Ahead, Settling);

        await slept.Auditor.RunAsync(Stop);

        (await Given.RecordAsync("compute1", Stop))!.LastResolvedAt.Should().BeCloseTo(resolvedAt, Seconds(1));
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
    public async Task By_the_cloud_s_clock_whatever_that_of_an_instance_says()
    {
        for (var time = 1; time <= 2; time++)
        {
            await FireAsync("compute1", $"f{time}");
            await ResolveAsync("compute1", $"f{time}");
            await PassAsync(Minutes(2));
        }

        await using var other = Given.AnotherAhead(Ahead, Settling);
        Cloud.ClockAhead = -Ahead;
        (await other.DeliverAsync(other.Alert("compute1", "f3"), Stop)).Verdict.Reason.Should().Be(Reason.Flapping);
        (await other.DeliverAsync(other.Alert("compute3", "f4"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        Cloud.ClockAhead = TimeSpan.Zero;

        (await FireAsync("compute1", "f5")).Verdict.Reason.Should().Be(Reason.Flapping, "what it forced down has made nobody forget them");
    }

    [Fact]
    public async Task A_pause_lasts_for_as_long_as_it_was_to()
    {
        await Given.Pauses.PauseAsync(null, Minutes(10), "maintenance", "test", Stop);
        await FireAsync("compute1", "f1");
        await PutBackAsync();
        await PassAsync(Minutes(9));
        Cloud.Puts.Should().BeEmpty();

        await PassAsync(Minutes(4));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_drill_lasts_for_as_long_as_it_was_to()
    {
        (await Given.Pauses.DrillAsync("compute10", Minutes(10), "rehearsal", "test", Stop)).Should().BeOfType<PauseResult.Done>();
        await PutBackAsync();
        Given.Clock.Advance(Minutes(9));
        (await Given.Pauses.ListAsync(Stop)).Should().BeOfType<PauseResult.Done>().Which.Pauses.Should().ContainSingle(pause => pause.Drill);

        Given.Clock.Advance(Minutes(2));

        (await Given.Pauses.ListAsync(Stop)).Should().BeOfType<PauseResult.Done>().Which.Pauses.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hold_is_decided_anew_as_soon_as_ever()
    {
        await OpenAsync(Settling, (Installation.Timer, ""), ("NovaFence:Budget:MaxHosts", "1"));
        Cloud.ClockAhead = TimeSpan.Zero;
        // Their sender's clock was right, and Nova's is.
        await FireAsync("compute1", "f1", ago: Ahead);
        (await FireAsync("compute2", "f2", ago: Ahead)).Verdict.Reason.Should().Be(Reason.Budget);
        await PutBackAsync();
        Cloud.Crash("compute2");
        await ResolveAsync("compute1", "f1");

        await PassAsync(Minutes(3));

        Cloud.Has("compute2").Should().BeTrue("its place is free");
    }

    [Fact]
    public async Task A_watchdog_that_was_heard_by_a_clock_that_leapt_vouches_for_nothing()
    {
        (string, string)[] watched = [Settling, ("NovaFence:Watchdog:Receiver", "alertmanager"), ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""), ("NovaFence:Watchdog:Hold", "true")];
        await OpenAsync(watched);
        await using var other = Given.AnotherAhead(Ahead, watched);
        (await other.DeliverAsync(other.Alert("nobody", "Watchdog"), Stop)).Verdict.Reason.Should().Be(Reason.Watchdog);

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.MonitoringSilent);
        await FireAsync("nobody", "Watchdog");
        (await FireAsync("compute2", "f2")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task What_fired_for_a_storm_is_counted_for_its_window()
    {
        await OpenAsync(Settling, (Installation.Timer, ""), ("NovaFence:Storm:MinHosts", "3"), ("NovaFence:Storm:MaxShare", "0.05"), ("NovaFence:Storm:Window", "00:05:00"));
        Cloud.ClockAhead = TimeSpan.Zero;
        foreach (var host in (string[])["compute2", "compute3"])
        {
            await FireAsync(host, $"f-{host}");
            await ResolveAsync(host, $"f-{host}");
        }

        await PutBackAsync();
        await PassAsync(Minutes(6));

        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
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

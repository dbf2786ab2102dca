using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A clock leaps an hour ahead, or two instances' clocks are minutes apart, while something is under way: who acts, and whose work it was, comes out right all the same.</summary>
public sealed class ClocksThatLeapTests : Scenario
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly (string, string)[] Server = [Settling, (Installation.Timer, "")];

    public override async ValueTask InitializeAsync() => await OpenAsync(Server);

    [Fact]
    public async Task A_force_down_that_is_under_way_is_this_process_s_own_and_is_released_as_ever()
    {
        var put = HangFirst();
        var forced = FireAsync("compute1", "f1");
        await put.Reached;
        Given.Clock.LeapAhead(Hour);
        var repeated = FireAsync("compute1", "f1");
        put.Finish();
        (await forced).State.Should().Be(HostState.Down);
        (await repeated).State.Should().Be(HostState.Down);

        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.FindingAsync("compute1", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task An_alert_that_fires_while_an_unset_is_under_way_takes_the_host_down_again()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        var put = HangFirst();
        var passes = PassAsync(Seconds(95));
        await put.Reached;
        Given.Clock.LeapAhead(Hour);
        var fires = FireAsync("compute1", "f2");
        put.Finish();
        await passes;
        await fires;

        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task A_drill_that_ends_by_a_leap_costs_no_living_host()
    {
        (await Given.Pauses.DrillAsync("compute10", Minutes(10), "rehearsal", "test", Stop)).Should().BeOfType<PauseResult.Done>();
        Given.Clock.LeapAhead(Hour);

        (await FireAsync("compute10", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        await PassAsync(Minutes(5));

        Cloud.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData(600)]
    [InlineData(90)]
    [InlineData(-90)]
    [InlineData(-600)]
    public async Task What_one_instance_is_at_another_with_another_clock_does_not_undo(double ahead)
    {
        await using var other = await OtherAsync(ahead);
        var put = HangFirst();
        var forced = FireAsync("compute1", "f1");
        await put.Reached;
        var before = other.Ledger.Commits.Count;
        var told = other.DeliverAsync(other.Alert("compute1", "f1"), Stop);
        await Patience.UntilAsync("the other has taken it down", () => Task.FromResult(other.Ledger.Commits.Count > before));
        put.Finish();
        await forced;
        await told;
        await other.Auditor.RunAsync(Stop);
        await Given.Auditor.RunAsync(Stop);
        Cloud.Has("compute1").Should().BeTrue();
        (await Given.RecordAsync("compute1", Stop)).Should().BeEquivalentTo(new { State = HostState.Down, Before = SeenBefore.Free });

        await other.DeliverAsync(other.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        await PassBothAsync(other, Minutes(13));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData(600)]
    [InlineData(90)]
    [InlineData(-90)]
    [InlineData(-600)]
    public async Task There_are_no_more_places_than_there_are_by_whichever_clock(double ahead)
    {
        await OpenAsync([.. Server, ("NovaFence:Budget:MaxHosts", "2")]);
        await using var other = await OtherAsync(ahead, ("NovaFence:Budget:MaxHosts", "2"));
        for (var number = 1; number <= 4; number++)
            await (number % 2 == 0 ? other : Given).DeliverAsync((number % 2 == 0 ? other : Given).Alert($"compute{number}", $"f{number}"), Stop);

        await PassBothAsync(other, Minutes(3));

        Enumerable.Range(1, 4).Count(number => Cloud.Has($"compute{number}")).Should().Be(2);
        (await other.Auditor.RunAsync(Stop)).Findings.Should().NotContain(finding => finding.Kind == FindingKind.LedgerInconsistent);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task A_host_that_fires_again_at_another_instance_while_it_settles_stays_down(double ahead)
    {
        await using var other = await OtherAsync(ahead);
        var alert = Given.Alert("compute1", "f1", ago: Minutes(20));
        await Given.DeliverAsync(alert, Stop);
        await ResolveAsync("compute1", "f1");
        await PassBothAsync(other, Seconds(30));
        await other.DeliverAsync(alert, Stop);

        await PassBothAsync(other, Minutes(15));

        Cloud.Puts.Should().ContainSingle();
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Down);
    }

    /// <summary>Time passes for both, in turn.</summary>
    private async Task PassBothAsync(Installation other, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Seconds(10))
        {
            await PassAsync(Seconds(10));
            await other.PassAsync(Seconds(10), Stop);
            if (passed.TotalSeconds % 60 == 0)
                await (passed.TotalSeconds % 120 == 0 ? other : Given).Auditor.RunAsync(Stop);
        }
    }

    private async Task<Installation> OtherAsync(double ahead, params (string, string)[] more)
    {
        var other = Given.AnotherAhead(Seconds(ahead), [.. Server, .. more]);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        return other;
    }

    /// <summary>The next PUT hangs until it is let go on; those after it do not.</summary>
    private (Task Reached, Action Finish) HangFirst()
    {
        var (reached, finish) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Cloud.DuringPut = (_, _) => reached.TrySetResult() ? finish.Task : Task.CompletedTask;
        return (reached.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop), finish.SetResult);
    }
}

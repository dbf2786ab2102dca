using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A PUT that is not sent, and one that Nova never has.</summary>
public sealed class NotSentTests : Scenario
{
    /// <summary>An audit of many hosts has listed them a while ago.</summary>
    [Fact]
    public async Task A_report_that_came_since_the_look_of_whoever_decides_a_hold_anew_is_seen_before_the_PUT()
    {
        foreach (var host in (string[])["compute1", "compute2", "compute3", "compute4"])
            await FireAsync(host, host);
        (await Given.RecordAsync("compute4", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.Budget);
        Given.Clock.Advance(Seconds(1));
        var look = await Given.Fleet.LookAsync(Given.Clock.Now, Minutes(1), Stop);
        Given.Clock.Advance(Seconds(10));
        Cloud.Report("compute4");
        await Given.UnsetAsync("compute1", Stop);
        Given.Clock.Advance(Seconds(20));

        await Given.Reconciler.ReconcileAsync(new HostJob("compute4", Given.Clock.Now, Deadline.In(Minutes(1), Given.Clock)) { Look = look }, Stop);

        Cloud.Has("compute4").Should().BeFalse();
        await PassAsync(Seconds(10));
        (await Given.RecordAsync("compute4", Stop))!.Alerts[0].Held!.Should().Match<Hold>(hold => hold.Reason == Reason.Contradicted && hold.ReportedAgain);
        await PassAsync(Minutes(2));
        Cloud.Has("compute4").Should().BeTrue("Nova itself says that it is down by now");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task What_Nova_was_never_told_is_no_force_down_of_the_hour(bool mayHaveArrived, bool isPaused)
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await FireAsync("compute1", "f1")).State.Should().Be(HostState.ForcingDown);
            if (isPaused)
                await Given.Pauses.PauseAsync(null, Minutes(1), "maintenance", "test", Stop);
            await PassAsync(Seconds(20));
            await ResolveAsync("compute1", "f1");
            await PassAsync(Minutes(5));
            (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Clear);
        }

        Cloud.Refuses = _ => null;
        await FireAsync("compute1", "f1");

        Cloud.Has("compute1").Should().BeTrue("it was not forced down once before");
    }
}

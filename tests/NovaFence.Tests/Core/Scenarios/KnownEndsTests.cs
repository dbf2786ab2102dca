using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>The end of what an alert is held for is known: <c>Holds:RetryFor</c> counts from then, however long that is away.</summary>
public sealed class KnownEndsTests : Scenario
{
    [Fact]
    public async Task A_report_takes_longer_to_age_than_holds_are_decided_anew_after_their_reason()
    {
        await OpenAsync(Settling, ("NovaFence:Holds:RetryFor", "00:00:30"), ("NovaFence:Cloud:ReportInterval", "00:01:00"));
        Cloud.Crash("compute10");
        (await FireAsync("compute10", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);

        await PassAsync(Minutes(2));

        Cloud.Puts.Should().Equal(("compute10", true));
    }

    [Fact]
    public async Task What_is_tried_first_after_a_settle_time_that_is_longer_is_tried_all_the_same()
    {
        await OpenAsync(("NovaFence:Release:SettleTime", "00:20:00"));
        await Given.Pauses.PauseAsync(null, null, "work", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        await PassAsync(Minutes(3));
        await Given.Pauses.ResumeAsync(null, "test", Stop);

        await PassAsync(Minutes(19));
        Cloud.Puts.Should().BeEmpty("its sender may say meanwhile that it is over");
        await PassAsync(Minutes(2));

        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task After_that_time_only_a_repeat_decides_it_anew()
    {
        await OpenAsync(("NovaFence:Release:SettleTime", "00:20:00"), ("NovaFence:Holds:RetryFor", "00:05:00"));
        await Given.Pauses.PauseAsync(null, null, "work", "test", Stop);
        await FireAsync("compute1", "f1");
        await PassAsync(Minutes(3));
        await Given.Pauses.ResumeAsync(null, "test", Stop);
        // Nobody was there to do it.
        Given.Clock.Advance(Minutes(26));

        await PassAsync(Minutes(5));
        Cloud.Puts.Should().BeEmpty();
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down);
    }
}

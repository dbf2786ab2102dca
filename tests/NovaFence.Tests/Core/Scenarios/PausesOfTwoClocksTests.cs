using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A pause lasts until the cloud's clock says that it is over too: by ours alone, which may leap or be wrong, maintenance would be taken for death.</summary>
public sealed class PausesOfTwoClocksTests : Scenario
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Cloud.ClockAhead = TimeSpan.Zero;
        // Or the newest report would tell that the hosts' clocks have leapt too.
        Cloud.KillAll();
    }

    [Fact]
    public async Task A_clock_that_leaps_ahead_ends_no_pause()
    {
        await Given.Pauses.PauseAsync(null, Minutes(30), "the network is rebuilt", "test", Stop);
        await FireAsync("compute1", "f1");
        Given.Clock.LeapAhead(Hour);
        Cloud.ClockAhead = -Hour;
        await PassAsync(Minutes(5));

        (await FireAsync("compute2", "f2")).Verdict.Reason.Should().Be(Reason.Paused);
        Cloud.Puts.Should().BeEmpty();

        Given.Clock.Advance(Minutes(30));
        (await FireAsync("compute3", "f3")).Verdict.Kind.Should().Be(VerdictKind.ForceDown, "it is over by both");
    }

    [Fact]
    public async Task Nor_does_one_that_is_put_right_after_it_was_behind()
    {
        Cloud.ClockAhead = Hour;
        await Given.Fleet.LookAsync(Given.Clock.Now, Minutes(1), Stop);
        await Given.Pauses.PauseAsync(null, Minutes(30), "the network is rebuilt", "test", Stop);
        Given.Clock.LeapAhead(Hour);
        Cloud.ClockAhead = TimeSpan.Zero;
        await PassAsync(Minutes(5));

        (await FireAsync("compute2", "f2")).Verdict.Reason.Should().Be(Reason.Paused);
    }

    [Fact]
    public async Task Nor_does_it_end_early_where_it_was_said_to_a_machine_that_had_stood_still()
    {
        // With its clock, for two hours, so that its token seems to be young.
        await using var slept = Given.AnotherAhead(-Hour * 2, Settling);
        for (var number = 10; number <= 20; number++)
            Cloud.Report($"compute{number}");

        (await slept.Pauses.PauseAsync(null, Minutes(30), "the network is rebuilt", "test", Stop)).Should().BeOfType<PauseResult.Done>();

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
    }

    [Fact]
    public async Task Resumed_it_is_over_whatever_the_clocks_say()
    {
        await Given.Pauses.PauseAsync(null, Minutes(30), "the network is rebuilt", "test", Stop);
        Given.Clock.LeapAhead(Hour);
        Cloud.ClockAhead = -Hour;
        await Given.Fleet.LookAsync(Given.Clock.Now, Minutes(1), Stop);
        (await Given.Pauses.ListAsync(Stop)).Should().BeOfType<PauseResult.Done>().Which.Pauses.Should().ContainSingle();

        (await Given.Pauses.ResumeAsync(null, "test", Stop)).Should().BeOfType<PauseResult.Done>().Which.Changed.Should().BeTrue();

        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task A_machine_that_slept_and_whose_token_is_older_goes_by_the_newest_report()
    {
        await Given.Pauses.PauseAsync(null, Minutes(30), "the network is rebuilt", "test", Stop);
        Given.Clock.LeapAhead(Hour);
        Cloud.ClockAhead = -Hour;
        Cloud.Report("compute10");

        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown, "Nova's hosts say how late it is");
    }

    [Fact]
    public async Task Where_the_two_agree_a_pause_ends_as_it_was_to()
    {
        await Given.Pauses.PauseAsync(null, Minutes(30), "the network is rebuilt", "test", Stop);
        Given.Clock.LeapAhead(Hour);

        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown, "the machine slept for an hour");
    }
}

using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Two operators who say the opposite at once, each to another instance: the later word counts, and whoever said the earlier one is told.</summary>
public sealed class TwoOperatorsTests : Scenario
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_force_down_that_was_done_while_an_unset_was_looked_for_is_not_undone_by_it(bool whileEvacuationsAreAskedFor)
    {
        await using var other = Given.Another(Settling);
        await other.Opening.OpenAsync(Stop);
        await FireAsync("compute1", "f1");
        Given.Clock.Advance(Seconds(5));
        Outcome? later = null;
        async Task SayAsync()
        {
            if (later is not null)
                return;
            later = new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.Unfinished, "") };
            Given.Clock.Advance(Seconds(1));
            later = await other.ForceDownAsync("compute1", Stop);
            Given.Clock.Advance(Seconds(1));
        }

        if (whileEvacuationsAreAskedFor)
            Cloud.DuringQuestion = SayAsync;
        else
            Cloud.DuringListing = _ => SayAsync();

        var earlier = await Given.UnsetAsync("compute1", Stop);

        later!.Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        earlier.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.ChangedSince });
        Cloud.Has("compute1").Should().BeTrue();
        (await Given.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Unset);
    }

    [Fact]
    public async Task An_unset_that_was_done_while_a_force_down_was_looked_for_is_not_undone_by_it()
    {
        await using var other = Given.Another(Settling);
        await other.Opening.OpenAsync(Stop);
        await Given.ForceDownAsync("compute1", Stop);
        Given.Clock.Advance(Seconds(5));
        Outcome? later = null;
        Cloud.DuringListing = async _ =>
        {
            if (later is not null)
                return;
            later = new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.Unfinished, "") };
            Given.Clock.Advance(Seconds(1));
            later = await other.UnsetAsync("compute1", Stop);
        };

        var earlier = await Given.ForceDownAsync("compute1", Stop);

        later!.Verdict.Kind.Should().Be(VerdictKind.Unset);
        earlier.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.ChangedSince });
        Cloud.Has("compute1").Should().BeFalse();
        (await Given.ForceDownAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task A_word_of_an_instance_whose_clock_is_ahead_keeps_no_later_one_back()
    {
        await using var ahead = Given.AnotherAhead(Minutes(2), Settling);
        await ahead.Opening.OpenAsync(Stop);
        await ahead.ForceDownAsync("compute1", Stop);
        await Given.Auditor.RunAsync(Stop);

        (await Given.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Unset);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_word_that_was_done_before_the_command_came_keeps_it_not_back_although_this_instance_has_not_heard_of_it(double ahead)
    {
        await using var other = Given.AnotherAhead(Seconds(ahead), Settling);
        await other.Opening.OpenAsync(Stop);
        await Given.ForceDownAsync("compute1", Stop);
        (await other.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Unset);

        (await Given.ForceDownAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }
}

using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What was held is decided anew with a look that succeeded, whoever asks for it: only what is new goes on unseen.</summary>
public sealed class HeldUnseenTests : Scenario
{
    private const string Alive = "compute15";

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public async Task A_repeat_does_not_force_a_host_down_that_lived_in_the_last_look(double after)
    {
        (await FireAsync(Alive, "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        await PassAsync(Seconds(after));
        Cloud.ListsNothing = true;

        (await FireAsync(Alive, "f1", ago: Seconds(after))).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.Contradicted });

        await PassAsync(Minutes(2));
        Cloud.Puts.Should().BeEmpty();
        Cloud.ListsNothing = false;
        Cloud.Crash(Alive);
        await PassAsync(Minutes(2));
        Cloud.Puts.Should().Equal((Alive, true));
    }

    [Fact]
    public async Task Nor_one_that_was_paused_since()
    {
        await FireAsync(Alive, "f1");
        await Given.Pauses.PauseAsync(Alive, null, "maintenance", "test", Stop);
        (await FireAsync(Alive, "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        await Given.Pauses.ResumeAsync(Alive, "test", Stop);
        Cloud.ListsNothing = true;

        (await FireAsync(Alive, "f1")).Verdict.Kind.Should().Be(VerdictKind.Held);

        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_repeat_of_what_fired_again_unseen_waits_for_a_look_too()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));
        Cloud.Has("compute1").Should().BeFalse();
        Cloud.ListsNothing = true;
        (await FireAsync("compute1", "f1", ago: Minutes(5.1))).Verdict.Reason.Should().Be(Reason.NovaUnavailable);

        (await FireAsync("compute1", "f1", ago: Minutes(5.1))).Verdict.Reason.Should().Be(Reason.NovaUnavailable);

        Cloud.Has("compute1").Should().BeFalse();
        Cloud.ListsNothing = false;
        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_storm_that_an_operator_has_ended_is_over_although_nobody_can_look_then()
    {
        for (var host = 1; host <= 8; host++)
            await FireAsync($"compute{host}", $"f{host}");
        (await FireAsync("compute9", "f9")).Verdict.Reason.Should().Be(Reason.Storm);
        for (var host = 1; host <= 8; host++)
            await ResolveAsync($"compute{host}", $"f{host}");
        await PassAsync(Minutes(20));
        Cloud.ListsNothing = true;

        await Given.Pauses.ResumeStormAsync("test", Stop);
        await PassAsync(Minutes(3));
        Cloud.ListsNothing = false;
        await PassAsync(Minutes(3));

        Cloud.Has("compute9").Should().BeTrue();
    }
}

using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>What another hand forced down is not ours, whenever it did so.</summary>
public sealed class ForeignTests : EndToEndTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forced_down_by_another_hand_just_before_the_alert_it_is_not_unset_by_its_end(bool restarted)
    {
        var instance = await Given.Instance();
        await instance.Audit();
        // After the last listing, and before any that a restart makes knows of it.
        await Given.Nova.Set("compute1", forcedDown: true);
        if (restarted)
        {
            await instance.Crash();
            instance = await Given.Instance();
        }

        (await instance.Deliver(Firing("compute1"))).Outcome.Should().BeEquivalentTo(new { Verdict = "held", Title = "foreign", State = "clear" });
        (await instance.Deliver(Resolved("compute1"))).Status.Should().Be(200);
        Given.Clock.Advance(TimeSpan.FromMinutes(5));
        await instance.DoWhatIsDue();
        (await instance.Audit()).Lines.Should().Equal("compute1 foreign clear");

        Given.Nova.Puts.Should().BeEmpty();
        (await Given.Nova.ForcedDown()).Should().Equal("compute1");
    }

    [Fact]
    public async Task Let_go_of_by_that_hand_while_the_alert_fires_it_is_told_and_not_forced_down()
    {
        var instance = await Given.Instance();
        await Given.Nova.Set("compute1", forcedDown: true);
        await instance.Deliver(Firing("compute1"));
        await Given.Nova.Set("compute1", forcedDown: false);

        (await instance.Audit()).Lines.Should().Equal("compute1 fires while up clear");
        Given.Clock.Advance(TimeSpan.FromMinutes(1));
        (await instance.Deliver(Firing("compute1"))).Outcome.Title.Should().Be("fires while up");
        Given.Nova.Puts.Should().BeEmpty();

        // A period that began since says that it is dead now.
        (await instance.Deliver(Firing("compute1").StartingAt(Given.Clock.GetUtcNow()))).Outcome.State.Should().Be("down");
    }

    [Fact]
    public async Task Forced_down_by_another_hand_after_us_it_is_ours_and_is_unset()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await Given.Nova.Set("compute1", forcedDown: true);

        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");
        (await instance.Deliver(Resolved("compute1"))).Outcome.State.Should().Be("clear");
        (await Given.Nova.ForcedDown()).Should().BeEmpty();
    }
}

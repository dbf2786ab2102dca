using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>An alert that resumes, with the very <c>startsAt</c> it had or an older one: within the settle window and after it.</summary>
public sealed class ResumedTests : EndToEndTest
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(90);

    private protected override SceneOptions Options => new()
    {
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["NovaFence:Release:SettleTime"] = Window.ToString() },
    };

    [Fact]
    public async Task A_resolved_releases_nothing_before_the_window_has_ended()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));

        (await instance.Deliver(Resolved("compute1"))).Outcome.Should().BeEquivalentTo(new { Verdict = "recorded", Title = "settling", State = "down" });
        Given.Clock.Advance(Window - TimeSpan.FromSeconds(10));
        await instance.DoWhatIsDue();
        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");

        Given.Clock.Advance(TimeSpan.FromSeconds(11));
        await instance.DoWhatIsDue();
        (await instance.Host("compute1")).State.Should().Be("clear");
        Given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    public async Task What_resumes_within_the_window_stops_the_release_and_fires_again_when_it_ends(int minute)
    {
        var instance = await Given.Instance();
        var other = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await instance.Deliver(Resolved("compute1"));
        Given.Clock.Advance(TimeSpan.FromSeconds(20));

        (await other.Deliver(Firing("compute1", minute))).Outcome.Should().BeEquivalentTo(new { Verdict = "held", Title = "pending", State = "down" });
        Given.Clock.Advance(Window);
        await other.DoWhatIsDue();

        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");
        Given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task The_last_word_received_within_the_window_counts()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await instance.Deliver(Resolved("compute1"));
        await instance.Deliver(Firing("compute1"));
        await instance.Deliver(Resolved("compute1"));

        Given.Clock.Advance(Window + TimeSpan.FromSeconds(1));
        await instance.DoWhatIsDue();

        (await instance.Host("compute1")).State.Should().Be("clear");
        Given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Fact]
    public async Task What_begins_later_within_the_window_is_a_new_period_at_once()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await instance.Deliver(Resolved("compute1"));

        (await instance.Deliver(Firing("compute1", minute: 2))).Outcome.Should().BeEquivalentTo(new { Title = "already down", State = "down" });
        Given.Clock.Advance(Window * 2);
        await instance.DoWhatIsDue();
        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");
        Given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task What_resumes_after_the_window_with_the_same_start_forces_down_anew()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await instance.Deliver(Resolved("compute1"));
        Given.Clock.Advance(Window);
        await instance.DoWhatIsDue();
        (await Given.Nova.ForcedDown()).Should().BeEmpty();
        Given.Clock.Advance(TimeSpan.FromMinutes(1));

        (await instance.Deliver(Firing("compute1"))).Outcome.Should().BeEquivalentTo(new { Verdict = "force-down", State = "down" });

        Given.Nova.PutsOf("compute1").Should().Be("down up down");
    }

    [Fact]
    public async Task An_end_that_is_all_that_was_heard_of_an_alert_lets_a_later_firing_act_when_the_window_ends()
    {
        var instance = await Given.Instance();
        var other = await Given.Instance();
        (await instance.Deliver(Resolved("compute2"))).Status.Should().Be(200);

        (await other.Deliver(Firing("compute2"))).Outcome.Title.Should().Be("pending");
        Given.Nova.Puts.Should().BeEmpty();
        Given.Clock.Advance(Window + TimeSpan.FromSeconds(1));
        await other.DoWhatIsDue();
        (await other.Host("compute2")).State.Should().Be("down");
    }
}

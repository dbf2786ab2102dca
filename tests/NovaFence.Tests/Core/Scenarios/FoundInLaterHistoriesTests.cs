using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What the simulation found of moments ahead of our clock, and of what waits beside the records.</summary>
public sealed class FoundInLaterHistoriesTests : Scenario
{
    [Fact]
    public async Task A_resolved_from_the_future_that_is_delivered_once_more_does_not_end_what_fired_since()
    {
        var ended = Given.Paged("compute1", "Q1", AlertStatus.Resolved, Minutes(-33));
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        Given.Clock.Advance(Seconds(1));
        await Given.DeliverAsync(ended, Stop);
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(-3)), Stop);
        Given.Clock.Advance(Seconds(2));

        (await Given.DeliverAsync(ended, Stop)).Verdict.Reason.Should().Be(Reason.Superseded);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_resolved_from_the_future_that_is_delivered_once_more_ends_no_later_than_at_first()
    {
        var ended = Given.Paged("compute1", "Q1", AlertStatus.Resolved, Minutes(-33));
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        Given.Clock.Advance(Seconds(1));
        await Given.DeliverAsync(ended, Stop);
        Given.Clock.Advance(Seconds(10));
        await Given.DeliverAsync(ended, Stop);
        Given.Clock.Advance(Seconds(1));

        // It fired again between the two deliveries of its end, and was heard after both.
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Seconds(5)), Stop)).Verdict.Reason.Should().NotBe(Reason.Superseded);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_had_begun_when_an_operator_unset_a_host_that_was_not_listed_is_overruled_when_it_is_listed_again()
    {
        Cloud.Gone.Add("compute1");
        Given.Clock.Advance(Seconds(2));
        await Given.UnsetAsync("compute1", Stop);
        Given.Clock.Advance(Seconds(0.5));
        (await FireAsync("compute1", "f1", ago: Seconds(2))).Verdict.Reason.Should().Be(Reason.UnknownHost);
        Cloud.Gone.Clear();

        await PassAsync(Minutes(1));
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeFalse();
    }
}

using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A cloud whose nova-compute reports every minute.</summary>
public sealed class SlowReportsTests : Scenario
{
    public override async ValueTask InitializeAsync()
    {
        await OpenAsync(("NovaFence:Cloud:ReportInterval", "00:01:00"), ("NovaFence:Release:SettleTime", "00:00:00"));
        Cloud.ServiceDownTime = Minutes(3);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(66, false)]
    public async Task A_report_is_young_for_a_minute_and_five_seconds(int age, bool held)
    {
        Cloud.Report("compute1");
        Given.Clock.Advance(Seconds(age));

        ((await FireAsync("compute1", "f1")).Verdict.Reason == Reason.Contradicted).Should().Be(held);
    }

    [Fact]
    public async Task What_was_held_is_forced_down_when_its_report_has_aged_and_not_before()
    {
        Cloud.Report("compute1");
        await FireAsync("compute1", "f1");
        await PassAsync(Seconds(64));
        Cloud.Puts.Should().BeEmpty();

        await PassAsync(Seconds(10));

        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task A_host_is_unset_after_two_looks_that_are_two_minutes_apart()
    {
        await FireAsync("compute1", "f1", "when healthy");
        Cloud.Boot("compute1");
        await PassAsync(Minutes(1));
        await ResolveAsync("compute1", "f1", "when healthy");

        await PassAsync(Seconds(235));
        Cloud.Puts.Should().HaveCount(1);
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingHeartbeat);
        await PassAsync(Seconds(15));

        Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
    }

    [Fact]
    public async Task A_host_that_is_down_and_does_not_report_for_a_minute_is_not_found_contradicted()
    {
        Cloud.Report("compute1");
        await PassAsync(Seconds(70));
        await FireAsync("compute1", "f1");
        await PassAsync(Minutes(5));
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);

        Cloud.Report("compute1");
        await PassAsync(Minutes(2));

        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.Contradicted);
    }
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A machine's clock leaps by an hour, and the cloud's does not: nothing that lasts is over by it, and nothing is written of an hour to come. Where the machine slept, what it saw before is old.</summary>
public sealed class LeapsThatAreNotFollowedTests : Scenario
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_another_instance_was_told_settles_for_as_long_as_ever()
    {
        Cloud.ClockAhead = TimeSpan.Zero;
        await FireAsync("compute1", "f1");
        await using var other = Given.AnotherAhead(Seconds(1), Settling);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        await other.DeliverAsync(other.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        LeapAlone(Hour);

        await Given.Auditor.RunAsync(Stop);
        Cloud.Has("compute1").Should().BeTrue();

        await PassAsync(Seconds(100));
        await Given.Auditor.RunAsync(Stop);
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_is_received_meanwhile_was_received_when_it_was()
    {
        Cloud.ClockAhead = TimeSpan.Zero;
        await FireAsync("compute1", "f1");
        LeapAlone(Hour);

        await ResolveAsync("compute1", "f1");

        (await Given.RecordAsync("compute1", Stop))!.LastResolvedAt.Should().BeCloseTo(Given.Clock.Now - Hour, Seconds(5));
        Given.Clock.SetBack(Hour);
        Cloud.ClockAhead = TimeSpan.Zero;
        await PassAsync(Seconds(95));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task Whoever_runs_NovaFence_is_told()
    {
        Cloud.ClockAhead = TimeSpan.Zero;
        await Given.Auditor.RunAsync(Stop);
        LeapAlone(Hour);

        (await Given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle(finding => finding.Kind == FindingKind.ClocksDisagree)
            .Which.ToDo.Should().Be("this machine's clock has leapt, and is 3600 s ahead of what time it is by the cloud's: set it by NTP. Until then NovaFence goes by the time that has passed since");
        Given.Clock.SetBack(Hour);
        Cloud.ClockAhead = TimeSpan.Zero;
        (await Given.Auditor.RunAsync(Stop)).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_machine_that_slept_had_decided_before_is_decided_anew()
    {
        Cloud.ClockAhead = TimeSpan.Zero;
        await Given.Fleet.LookAsync(Given.Clock.Now, Minutes(1), Stop);
        // Between the intent and its PUT; the host has come back meanwhile.
        Given.Ledger.BeforeNextCommit = () =>
        {
            Given.Clock.LeapAhead(Hour);
            Cloud.Report("compute1");
            return Task.CompletedTask;
        };

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);

        Cloud.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData("compute1")]
    [InlineData("nobody-knows")]
    public async Task What_is_received_after_the_machine_slept_is_dated_by_what_time_it_is(string host)
    {
        Cloud.ClockAhead = TimeSpan.Zero;
        await FireAsync(host, "f1");
        Given.Clock.LeapAhead(Hour);

        await FireAsync("compute1", "f2");

        (await Given.RecordAsync("compute1", Stop))!.Alerts.Single(entry => entry.Fingerprint == "f2").LastSeen.Should().BeCloseTo(Given.Clock.Now, Seconds(5));
    }
}

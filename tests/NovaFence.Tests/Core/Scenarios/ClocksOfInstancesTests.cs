using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Two instances whose clocks differ: which of two things came first is not told by them.</summary>
public sealed class ClocksOfInstancesTests : Scenario
{
    [Theory]
    [InlineData(60)]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(-60)]
    public async Task A_look_that_began_before_another_instance_forced_the_host_down_does_not_say_that_a_hand_raised_it(double ahead)
    {
        await using var other = Given.AnotherAhead(Seconds(ahead));
        await other.Ledger.InitializeAsync(Stop);
        // This instance has looked, and before it can write what it decided the other one has forced the host down.
        Given.Ledger.BeforeNextCommit = async () => (await other.DeliverAsync(other.Alert("compute1", "f1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);

        var outcome = await Given.DeliverAsync(Given.Alert("compute1", "f2"), Stop);

        (outcome.Verdict.Kind, outcome.State).Should().Be((VerdictKind.Ignored, HostState.Down), outcome.Verdict.Text);
        var record = (await Given.RecordAsync("compute1", Stop))!;
        record.State.Should().Be(HostState.Down);
        record.Alerts.Should().HaveCount(2).And.OnlyContain(alert => alert.Accepted && alert.Held == null);
        Cloud.Puts.Should().ContainSingle();
    }
}

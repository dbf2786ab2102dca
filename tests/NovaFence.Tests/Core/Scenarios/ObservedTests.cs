using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary><c>NovaFence:Mode</c> changes while alerts fire and hosts are down: what nobody does is told.</summary>
public sealed class ObservedTests : Scenario
{
    private static readonly (string, string) Observing = ("NovaFence:Mode", "observe");

    [Fact]
    public async Task What_fired_while_NovaFence_only_observed_is_told_when_it_fences_and_a_repeat_acts()
    {
        await OpenAsync(Settling, Observing);
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.Observed);
        (await Given.FindingAsync("compute1", Stop)).Should().BeNull();
        await using var fencing = Given.Another(Settling);
        await fencing.Opening.OpenAsync(Stop);
        await fencing.PassAsync(Minutes(10), Stop);

        Cloud.Puts.Should().BeEmpty("nobody has looked whether it was meant");
        var told = await fencing.FindingAsync("compute1", Stop);
        told.Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, State = HostState.Clear });
        told!.ToDo.Should().Contain("only observed").And.Contain("novafence force-down compute1");
        (await fencing.ViewAsync("compute1", Stop)).ToDo.Should().Be(told.ToDo);

        (await fencing.DeliverAsync(fencing.Alert("compute1", "f1", ago: Minutes(10)), Stop)).State.Should().Be(HostState.Down);
        (await fencing.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task Its_end_ends_that()
    {
        await OpenAsync(Settling, Observing);
        await Given.DeliverAsync(Given.Paged("compute2", "Q1"), Stop);
        await using var fencing = Given.Another(Settling);
        await fencing.Opening.OpenAsync(Stop);
        (await fencing.FindingAsync("compute2", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
        await fencing.PassAsync(Seconds(5), Stop);

        await fencing.DeliverAsync(fencing.Paged("compute2", "Q1", AlertStatus.Resolved), Stop);

        (await fencing.FindingAsync("compute2", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task A_host_that_was_down_before_and_would_be_unset_is_told()
    {
        await FireAsync("compute1", "f1");
        await using var observing = Given.Another(Settling, Observing);
        await observing.Opening.OpenAsync(Stop);
        await observing.DeliverAsync(observing.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        await observing.PassAsync(Seconds(80), Stop);
        (await observing.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync, "it settles");

        await observing.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        var told = await observing.FindingAsync("compute1", Stop);
        told!.Kind.Should().Be(FindingKind.AwaitingOperator);
        told.ToDo.Should().Contain("NovaFence:Mode");
    }
}

using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;

namespace NovaFence.Core.Tests.Hosts;

/// <content>What evacuations that are under way mean for the release.</content>
public sealed partial class WhenHealthyTests
{
    [Fact]
    public async Task An_evacuation_under_way_is_waited_for()
    {
        _given.Cloud.Evacuations = new EvacuationCount.Known(2);
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");
        await _given.PassAsync(TimeSpan.FromMinutes(3), Stop);
        _given.Cloud.Puts.Should().HaveCount(1);
        (await _given.ViewAsync("compute1", Stop)).Reason.Should().Be("evacuation in flight: 2 evacuations from it are in flight");

        _given.Cloud.Evacuations = new EvacuationCount.Known(0);
        await _given.PassAsync(TimeSpan.FromMinutes(1), Stop);

        _given.Cloud.Puts[^1].Should().Be(("compute1", false));
    }

    [Fact]
    public async Task One_that_lived_and_stands_still_again_while_evacuations_are_waited_for_is_not_unset()
    {
        _given.Cloud.Evacuations = new EvacuationCount.Known(1);
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");
        await _given.PassAsync(TimeSpan.FromMinutes(3), Stop);
        _given.Cloud.Crash("compute1");
        await _given.PassAsync(TimeSpan.FromMinutes(1), Stop);

        _given.Cloud.Evacuations = new EvacuationCount.Known(0);
        await _given.PassAsync(TimeSpan.FromMinutes(3), Stop);

        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task Where_Nova_does_not_say_whether_one_is_under_way_nothing_is_unset_and_a_person_is_asked()
    {
        _given.Cloud.Evacuations = new EvacuationCount.Unavailable("Policy doesn't allow it.");
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");
        await _given.PassAsync(TimeSpan.FromMinutes(3), Stop);

        (await _given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
        _given.Cloud.Puts.Should().HaveCount(1);
    }
}

using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A compute service is deleted, and perhaps made again under another UUID.</summary>
public sealed class RegisteredAnewTests : Scenario
{
    [Fact]
    public async Task What_another_hand_forced_down_since_is_not_unset_where_the_unset_of_the_one_before_failed()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        Cloud.Refuses = down => down ? null : new ForceDownReply { Status = ForceDownStatus.Refused, Message = "no" };
        await PassAsync(Minutes(2));
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Releasing);

        Cloud.Ids["compute1"] = Guid.NewGuid().ToString();
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
        (await Given.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Unset);
    }

    [Fact]
    public async Task What_might_have_arrived_at_a_service_that_is_gone_is_not_asked_for_for_ever()
    {
        await OpenAsync(Settling, (Installation.Timer, ""));
        Cloud.Refuses = down => down ? ScriptedCloud.NoReply(mayHaveArrived: true) : null;
        await FireAsync("compute1", "f1");
        (await Given.UnsetAsync("compute1", Stop, force: true)).State.Should().Be(HostState.Clear);
        (await Given.RecordAsync("compute1", Stop))!.DownMayArriveUntil.Should().NotBeNull();
        Cloud.Gone.Add("compute1");
        await PassAsync(Minutes(5));
        var listings = Cloud.Listings.Count;

        await PassAsync(Minutes(10));

        Cloud.Listings.Count.Should().Be(listings);
        (await Given.RecordAsync("compute1", Stop))!.DownMayArriveUntil.Should().BeNull();
    }
}

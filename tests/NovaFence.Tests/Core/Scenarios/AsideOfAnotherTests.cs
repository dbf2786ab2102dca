using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>An alert that another instance kept beside a full record a moment ago, and that has ended since.</summary>
public sealed class AsideOfAnotherTests : Scenario
{
    [Fact]
    public async Task It_does_not_fire_again_once_its_end_has_made_room()
    {
        for (var number = 0; number < HostRecord.MaxAlerts; number++)
            await FireAsync("compute1", $"f{number}");
        await using var other = Given.Another();
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        (await other.DeliverAsync(Given.Alert("compute1", "late"), Stop)).Verdict.Reason.Should().Be(Reason.LedgerFull);

        // One that has ended makes room for the end of what was kept aside, and that for one that fires.
        await ResolveAsync("compute1", "f0");
        await ResolveAsync("compute1", "late");
        await FireAsync("compute1", "next");
        (await Given.RecordAsync("compute1", Stop))!.Find("alertmanager", "late").Should().BeNull("its end has made room");
        await ResolveAsync("compute1", "f1");
        await Given.Auditor.RunAsync(Stop);

        (await Given.RecordAsync("compute1", Stop))!.Find("alertmanager", "late").Should().BeNull("it has ended");
        ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await Given.Ledger.ReadAsync([LedgerKey.Unresolved("alertmanager:late")], Stop)).Value.Should().BeEmpty();
    }
}

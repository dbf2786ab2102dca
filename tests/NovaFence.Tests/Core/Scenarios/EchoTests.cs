using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>An end that is perhaps that of the period before: by it nothing is released at once.</summary>
public sealed class EchoTests : Scenario
{
    public override async ValueTask InitializeAsync() => await OpenAsync(Settling, ("NovaFence:Routes:0:Evidence", "label:fenced=\"true\""));

    [Fact]
    public async Task It_still_counts_when_the_alert_fires_again_without_its_evidence()
    {
        var began = Given.Clock.Now;
        var fires = Given.Alert("compute1", "A") with { At = began };
        var fenced = fires with { Labels = Labels(("host", "compute1"), ("fenced", "true")) };
        await Given.DeliverAsync(fenced, Stop);
        await PassAsync(Minutes(1));
        var ends = Given.Alert("compute1", "A", AlertStatus.Resolved) with { At = Given.Clock.Now };
        await Given.DeliverAsync(ends, Stop);
        await PassAsync(Seconds(30));
        await Given.DeliverAsync(fenced, Stop);
        await PassAsync(Minutes(2));
        await Given.DeliverAsync(ends, Stop);
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.EndedByEcho.Should().BeTrue("otherwise this tests nothing");
        await PassAsync(Seconds(20));

        await Given.DeliverAsync(fires, Stop);
        await PassAsync(Minutes(30));

        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Held!.Reason.Should().Be(Reason.NoEvidence);
    }
}

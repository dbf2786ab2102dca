using Microsoft.Extensions.Logging;
using NovaFence.Core.Decisions;
using NovaFence.Core.Telemetry;
using NovaFence.Core.Tests.Scenarios;

namespace NovaFence.Core.Tests.Telemetry;

/// <summary>Whoever has a receiver's token fills no log, and hides nothing in it.</summary>
public sealed class DeliveryLinesTests : Scenario
{
    private const int LeftOut = 300;

    [Fact]
    public async Task Of_a_flood_so_many_alerts_are_logged_and_then_how_many_were_not_and_a_force_down_always()
    {
        await FloodAsync("ignored", DeliveryLines.Most + LeftOut);

        Given.Log.All.Count(line => line is { Level: LogLevel.Information, Id.Id: 1001 }).Should().Be(DeliveryLines.Most);
        (await FireAsync("compute2", "f")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        Given.Log.All[^1].Text.Should().Contain("compute2 ForceDown");

        await PassAsync(DeliveryLines.Period);
        await FloodAsync("later", 2);
        Given.Log.All.Should().ContainSingle(line => line.Id.Id == 1006).Which.Text.Should().StartWith($"alertmanager: {LeftOut} more lines");
        Given.Log.All.Count(line => line.Text.Contains("later", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    public async Task A_hold_is_logged_beside_a_flood_of_what_is_ignored()
    {
        await FloodAsync("ignored", DeliveryLines.Most + LeftOut);

        (await FireAsync("compute3", "f", "agreeing")).Verdict.Reason.Should().Be(Reason.NoEvidence);

        Given.Log.All[^1].Should().Match<(LogLevel Level, EventId Id, string Text)>(line => line.Level == LogLevel.Warning && line.Text.Contains("compute3 Held", StringComparison.Ordinal));
    }

    /// <summary>Alerts that no route takes.</summary>
    private async Task FloodAsync(string fingerprint, int alerts) =>
        (await Given.DeliverAsync(Enumerable.Range(0, alerts).Select(one => Given.Alert("compute1", $"{fingerprint}{one}", release: "nobody's")), Stop))
            .Should().OnlyContain(outcome => outcome.Verdict.Reason == Reason.NoRoute);
}

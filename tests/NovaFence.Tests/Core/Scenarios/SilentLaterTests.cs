using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A monitoring that falls silent after an alert of it was let through, and before Nova was told.</summary>
public sealed class SilentLaterTests : Scenario
{
    public override async ValueTask InitializeAsync() => await OpenAsync(
        (Installation.Timer, ""), ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""), ("NovaFence:Watchdog:Hold", "true"), ("NovaFence:Watchdog:SilentAfter", "00:15:00"));

    [Fact]
    public async Task What_was_let_through_and_did_not_reach_Nova_waits_until_the_watchdog_is_heard_again()
    {
        await HearWatchdogAsync();
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        await PassAsync(Minutes(16));
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse("whether the alert still fires nobody would say");
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(alert => !alert.Accepted && alert.Held!.Reason == Reason.MonitoringSilent);

        await HearWatchdogAsync();
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_is_down_stays_down()
    {
        await HearWatchdogAsync();
        await FireAsync("compute1", "f1");
        await PassAsync(Minutes(20));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(alert => alert.Accepted && alert.Held == null);
    }

    [Fact]
    public async Task A_watchdog_is_answered_in_time_where_the_ledger_hangs()
    {
        var reached = Given.Ledger.Close();

        var heard = Given.DeliverAsync(Given.Alert("compute1", "watchdog") with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = "Watchdog" } }, Stop, Seconds(5));
        await reached.WaitAsync(Patience.Bound, Stop);
        Given.Clock.Advance(Seconds(5));

        (await heard.WaitAsync(Patience.Bound, Stop)).Verdict.Should().Match<Verdict>(verdict => verdict.Kind == VerdictKind.Failed && verdict.Reason == Reason.OutOfTime);
        Given.Ledger.Open();
    }

    private async Task HearWatchdogAsync() => await Given.DeliverAsync(
        Given.Alert("compute1", "watchdog") with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = "Watchdog" } }, Stop);
}

using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What no time lets through is not let through either where it was held for something else meanwhile, that passes.</summary>
public sealed class KeptHeldTests : Scenario
{
    private static readonly (string, string)[] Storms = [Settling, (Installation.Timer, ""), ("NovaFence:Storm:MinHosts", "3"), ("NovaFence:Storm:MaxShare", "0.05"), ("NovaFence:Storm:Window", "00:01:00")];

    public override async ValueTask InitializeAsync() => await OpenAsync(Storms);

    [Fact]
    public async Task A_storm_s_during_a_pause()
    {
        await StormAsync();
        await Given.Pauses.PauseAsync(null, Minutes(5), "see what it is", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);

        await PassAsync(Minutes(10));

        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_foreign_during_a_pause()
    {
        Cloud.ForceDown("compute1");
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Foreign);
        await Given.Pauses.PauseAsync(null, Minutes(5), "see what it is", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        Cloud.Unset("compute1");

        await PassAsync(Minutes(10));

        Cloud.Puts.Should().BeEmpty("another hand raised it");
    }

    [Fact]
    public async Task What_another_hand_raised_during_a_pause()
    {
        await FireAsync("compute1", "f1");
        Given.Clock.Advance(Seconds(30));
        Cloud.Unset("compute1");
        await PassAsync(Minutes(1));
        await Given.Auditor.RunAsync(Stop);
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.FiresWhileUp);
        await Given.Pauses.PauseAsync(null, Minutes(5), "see what it is", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);

        await PassAsync(Minutes(10));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_storm_s_while_the_watchdog_is_silent()
    {
        await OpenAsync([.. Storms, ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""), ("NovaFence:Watchdog:Hold", "true"), ("NovaFence:Watchdog:SilentAfter", "00:02:00")]);
        await HearAsync();
        await StormAsync();
        Given.Clock.Advance(Minutes(3));
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.MonitoringSilent);
        await HearAsync();

        await PassAsync(Minutes(1));

        Cloud.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false, 20)]
    [InlineData(true, 20)]
    [InlineData(false, 8)]
    public async Task That_a_host_reported_again(bool isPaused, double beforeItsRepeat)
    {
        Cloud.ServiceDownTime = Minutes(10);
        Cloud.Report("compute1");
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        Given.Clock.Advance(Seconds(8));
        Cloud.Report("compute1");
        await PassAsync(Seconds(beforeItsRepeat));
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.ReportedAgain.Should().BeTrue();
        if (isPaused)
            await Given.Pauses.PauseAsync(null, Minutes(1), "see what it is", "test", Stop);
        Given.Clock.Advance(Seconds(beforeItsRepeat - 6));
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(isPaused ? Reason.Paused : Reason.Contradicted);

        await PassAsync(Minutes(5));
        Cloud.Puts.Should().BeEmpty("it lives until Nova itself says that it is down");

        await PassAsync(Minutes(6));
        Cloud.Has("compute1").Should().BeTrue();
    }

    private async Task HearAsync()
    {
        var alert = Given.Alert("none", "w");
        await Given.DeliverAsync(alert with { Labels = new Dictionary<string, string> { ["alertname"] = "Watchdog" } }, Stop);
    }

    /// <summary>Three hosts alert; two of them are well again, and their window is over.</summary>
    private async Task StormAsync()
    {
        foreach (var host in (string[])["compute2", "compute3"])
            await FireAsync(host, $"f-{host}", "agreeing");
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Storm);
        foreach (var host in (string[])["compute2", "compute3"])
            await ResolveAsync(host, $"f-{host}", "agreeing");
        await PassAsync(Minutes(1.5));
        Cloud.Puts.Should().BeEmpty();
    }
}

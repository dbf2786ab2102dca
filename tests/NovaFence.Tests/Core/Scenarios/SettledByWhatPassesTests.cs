using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A settle window is there to listen for what comes after a resolved: no clock that leaps, that another instance has, or that went on while nobody listened shortens it.</summary>
public sealed class SettledByWhatPassesTests : Scenario
{
    private static readonly (string, string)[] Server = [Settling, (Installation.Timer, "")];

    public override async ValueTask InitializeAsync() => await OpenAsync(Server);

    [Fact]
    public async Task A_clock_that_leaps_ahead_does_not_release_a_host()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        Given.Clock.LeapAhead(TimeSpan.FromHours(1));

        await PassAsync(Seconds(85));
        Cloud.Has("compute1").Should().BeTrue();

        await PassAsync(Seconds(10));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_fires_again_after_the_leap_keeps_it_down()
    {
        var alert = Given.Alert("compute1", "f1", ago: Minutes(5));
        await Given.DeliverAsync(alert, Stop);
        await ResolveAsync("compute1", "f1");
        Given.Clock.LeapAhead(TimeSpan.FromHours(1));
        await PassAsync(Seconds(30));
        await Given.DeliverAsync(alert, Stop);

        await PassAsync(Minutes(10));

        Cloud.Puts.Should().ContainSingle();
    }

    [Fact]
    public async Task Nor_does_the_leap_let_a_pending_alert_fire_again()
    {
        Cloud.Report("compute1");
        var alert = Given.Alert("compute1", "f1", ago: Minutes(5));
        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Contradicted);
        await ResolveAsync("compute1", "f1");
        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Pending);
        Given.Clock.LeapAhead(Minutes(5));

        await PassAsync(Seconds(80));
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(entry => entry.Status == AlertStatus.Pending);

        await PassAsync(Minutes(2));
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(entry => entry.Status == AlertStatus.Firing);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(120)]
    [InlineData(-120)]
    [InlineData(-3600)]
    public async Task An_instance_with_another_clock_releases_nothing_early(double ahead)
    {
        await using var other = Given.AnotherAhead(Seconds(ahead), Server);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        await other.PassAsync(Seconds(90), Stop);
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        await other.Auditor.RunAsync(Stop);

        await other.PassAsync(Seconds(80), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        await PassAsync(Seconds(95));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task Time_in_which_nobody_listened_is_no_time_to_settle()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        Given.Clock.Advance(Minutes(10));
        await using var next = Given.Another(Server);
        (await next.Opening.OpenAsync(Stop)).Should().BeNull();
        await next.Auditor.RunAsync(Stop);
        await next.PassAsync(Seconds(80), Stop);
        Cloud.Has("compute1").Should().BeTrue();

        await next.PassAsync(Seconds(15), Stop);

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_pending_alert_waits_no_longer_for_that()
    {
        var alert = Given.Alert("compute1", "f1", ago: Minutes(10));
        Cloud.Report("compute1");
        await Given.DeliverAsync(alert, Stop);
        await ResolveAsync("compute1", "f1");
        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Pending);
        Given.Clock.Advance(Minutes(10));
        await using var next = Given.Another(Server);
        (await next.Opening.OpenAsync(Stop)).Should().BeNull();

        await next.PassAsync(Seconds(1), Stop);

        Cloud.Has("compute1").Should().BeTrue("the host is dead, and nobody has said since that its alert ended");
    }

    [Fact]
    public async Task Nor_where_an_instance_that_has_run_for_a_while_hears_late_of_what_one_took_that_is_gone()
    {
        var alert = Given.Alert("compute1", "f1", ago: Minutes(10));
        await using var other = Given.Another(Server);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        await other.PassAsync(Minutes(2), Stop);
        Cloud.Report("compute1");
        await Given.DeliverAsync(alert, Stop);
        await ResolveAsync("compute1", "f1");
        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Pending);
        Given.Clock.Advance(Minutes(10));

        await other.Auditor.RunAsync(Stop);
        await other.PassAsync(Seconds(1), Stop);

        Cloud.Has("compute1").Should().BeTrue("its window ended long ago");
    }
}

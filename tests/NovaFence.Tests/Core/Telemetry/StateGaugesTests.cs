using NovaFence.Core.Audit;
using NovaFence.Core.Tests.Scenarios;

namespace NovaFence.Core.Tests.Telemetry;

/// <summary>The gauges say what the status says, and ask Nova nothing.</summary>
public sealed class StateGaugesTests : Scenario
{
    [Fact]
    public async Task Three_hosts_down_and_two_held_are_told_as_the_status_tells_them()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "3"), ("NovaFence:Budget:MaxShare", "1"), ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""));
        using var measured = new Measured(Given.Metrics.Meter);
        for (var host = 1; host <= 4; host++)
            await FireAsync($"compute{host}", $"f{host}");
        await Given.DeliverAsync(Given.Alert("compute5", "f5", release: "agreeing"), Stop);
        await Given.Auditor.RunAsync(Stop);
        await Given.Pauses.PauseAsync("compute9", null, "disk", "test", Stop);
        var heard = Given.Clock.Now;
        await Given.DeliverAsync(Given.Alert("-", "w") with { Labels = new Dictionary<string, string> { ["alertname"] = "Watchdog" } }, Stop);

        await Given.Gauges.RefreshAsync(Stop);

        var status = await Given.Status.LookAsync(Stop);
        var gauges = measured.Gauges();
        gauges["novafence.hosts state=down"].Should().Be(3).And.Be(status.Hosts!.Down);
        gauges["novafence.hosts state=clear"].Should().Be(status.Hosts.Known - 3);
        gauges["novafence.holds reason=budget"].Should().Be(1);
        gauges["novafence.holds reason=no evidence"].Should().Be(1);
        gauges.Where(one => one.Key.StartsWith("novafence.holds", StringComparison.Ordinal)).Sum(one => one.Value).Should().Be(2).And.Be(status.Hosts.Held);
        gauges["novafence.budget.hosts kind=used"].Should().Be(3).And.Be(status.Budget!.Used);
        gauges["novafence.budget.hosts kind=limit"].Should().Be(3);
        gauges["novafence.budget.hosts kind=within_the_hour"].Should().Be(3);
        gauges["novafence.storm.hosts"].Should().Be(5).And.Be(status.Storm!.AlertingHosts);
        gauges["novafence.storm.limit"].Should().Be(status.Storm.Limit);
        gauges["novafence.mode mode=fence"].Should().Be(1);
        gauges.Should().NotContainKey("novafence.mode mode=observe").And.NotContainKey("novafence.paused");
        gauges["novafence.paused.hosts"].Should().Be(1);
        gauges["novafence.cloud.up"].Should().Be(1);
        gauges["novafence.ledger.up"].Should().Be(1);
        gauges["novafence.audit.findings kind=held"].Should().Be(2);
        gauges["novafence.audit.last_success.timestamp"].Should().BeApproximately(status.Audit.At!.Value.ToUnixTimeMilliseconds() / 1000.0, 0.001);
        gauges["novafence.watchdog.last_heard.timestamp"].Should().BeApproximately(heard.ToUnixTimeMilliseconds() / 1000.0, 0.001);
        gauges[$"novafence.build.info version={status.Version}"].Should().Be(1);
    }

    [Fact]
    public async Task To_count_them_Nova_is_asked_nothing_even_where_no_host_is_known()
    {
        await using var another = Given.Another();
        using var measured = new Measured(another.Metrics.Meter);
        var before = Cloud.Listings.Count;

        await another.Gauges.RefreshAsync(Stop);

        Cloud.Listings.Should().HaveCount(before);
        measured.Gauges().Should().NotContainKey("novafence.cloud.up", "this process has not asked it yet").And.ContainKey("novafence.ledger.up");
    }

    [Fact]
    public async Task While_the_ledger_is_away_only_that_is_said_and_what_this_process_knows_itself()
    {
        await FireAsync("compute1", "f1");
        using var measured = new Measured(Given.Metrics.Meter);
        await Given.Gauges.RefreshAsync(Stop);
        measured.Gauges().Should().ContainKey("novafence.hosts state=down");
        Given.Ledger.Away = true;

        await Given.Gauges.RefreshAsync(Stop);

        var gauges = measured.Gauges(zeros: true);
        gauges["novafence.ledger.up"].Should().Be(0);
        gauges["novafence.cloud.up"].Should().Be(1);
        gauges.Keys.Should().NotContain(name => name.StartsWith("novafence.hosts", StringComparison.Ordinal) || name.StartsWith("novafence.holds", StringComparison.Ordinal)
            || name.StartsWith("novafence.budget", StringComparison.Ordinal) || name.StartsWith("novafence.paused", StringComparison.Ordinal) || name.StartsWith("novafence.audit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_Nova_is_away_that_is_said()
    {
        using var measured = new Measured(Given.Metrics.Meter);
        Cloud.ListsNothing = true;
        await Given.Auditor.RunAsync(Stop);

        await Given.Gauges.RefreshAsync(Stop);

        measured.Gauges(zeros: true)["novafence.cloud.up"].Should().Be(0);
    }

    [Fact]
    public async Task The_last_audit_that_could_be_carried_out_stays_told_while_others_fail()
    {
        await Given.Auditor.RunAsync(Stop);
        using var measured = new Measured(Given.Metrics.Meter);
        await Given.Gauges.RefreshAsync(Stop);
        var first = measured.Gauges()["novafence.audit.last_success.timestamp"];
        Given.Clock.Advance(Minutes(5));
        Cloud.ListsNothing = true;
        (await Given.Auditor.RunAsync(Stop)).Failure.Should().NotBeNull();

        await Given.Gauges.RefreshAsync(Stop);

        measured.Gauges()["novafence.audit.last_success.timestamp"].Should().Be(first);
    }

    [Fact]
    public async Task What_was_counted_long_ago_is_said_no_more()
    {
        using var measured = new Measured(Given.Metrics.Meter);
        await Given.Gauges.RefreshAsync(Stop);
        measured.Gauges().Should().NotBeEmpty();

        Given.Clock.Advance(StateGauges.Keeps + Seconds(1));

        measured.Gauges(zeros: true).Should().BeEmpty();
    }
}

using NovaFence.Core.Decisions;
using NovaFence.Core.Telemetry;
using NovaFence.Core.Tests.Hosts;
using NovaFence.Core.Tests.Scenarios;

namespace NovaFence.Core.Tests.Telemetry;

/// <summary>What is counted and timed, and what is not.</summary>
public sealed class NovaFenceMetricsTests : Scenario
{
    [Fact]
    public async Task Each_verdict_is_counted_with_its_receiver_route_and_reason()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"));
        using var measured = new Measured(Given.Metrics.Meter);

        await FireAsync("compute1", "f1");
        await FireAsync("compute1", "f1");
        await FireAsync("compute2", "f2");
        await FireAsync("compute3", "f3", release: "nobody's");
        await Given.UnsetAsync("compute1", Stop);

        measured.Of("novafence.verdicts").Should().Equal(
            "reason=forced down,receiver=alertmanager,route=released,verdict=force-down 1",
            "reason=already down,receiver=alertmanager,route=released,verdict=ignored 1",
            "reason=budget,receiver=alertmanager,route=released,verdict=held 1",
            "reason=no route,receiver=alertmanager,route=none,verdict=ignored 1",
            "reason=operator's word,receiver=operator,route=none,verdict=unset 1");
    }

    [Fact]
    public async Task What_a_timer_finishes_is_counted_for_the_alert_that_it_was_done_for()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"), ("NovaFence:Budget:MaxPerHour", "10"));
        await FireAsync("compute1", "f1");
        await FireAsync("compute2", "f2");
        await ResolveAsync("compute1", "f1");
        using var measured = new Measured(Given.Metrics.Meter);

        await PassAsync(Seconds(30));

        Cloud.Has("compute2").Should().BeTrue();
        measured.Of("novafence.verdicts").Should().Equal("reason=late force-down,receiver=alertmanager,route=released,verdict=force-down 1");
        measured.Of("novafence.force_down.duration").Should().BeEmpty("what was held waited for the budget, and not for NovaFence");
        Given.Log.All.Should().ContainSingle(line => line.Id.Id == 1012).Which.Text.Should().Contain("compute2").And.Contain("late force-down");
    }

    [Fact]
    public async Task A_force_down_is_timed_from_its_receipt_to_Novas_confirmation()
    {
        using var measured = new Measured(Given.Metrics.Meter);

        await Given.DeliverAsync(Given.Alert("compute1", "f1"), Stop, receivedAgo: Seconds(3));

        measured.Values("novafence.force_down.duration").Should().ContainSingle().Which.Should().BeInRange(3, 3.5);
    }

    [Fact]
    public async Task One_that_Nova_was_away_for_is_timed_too_when_the_timer_has_finished_it()
    {
        using var measured = new Measured(Given.Metrics.Meter);
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        measured.Values("novafence.force_down.duration").Should().BeEmpty();
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeTrue();
        measured.Values("novafence.force_down.duration").Should().ContainSingle().Which.Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task What_is_forced_down_again_after_another_hand_raised_it_is_not_timed()
    {
        await OpenAsync(("NovaFence:Audit:Reassert", "true"));
        await FireAsync("compute1", "f1");
        using var measured = new Measured(Given.Metrics.Meter);
        Cloud.Unset("compute1");

        await Given.Auditor.RunAsync(Stop);

        Cloud.Has("compute1").Should().BeTrue();
        measured.Of("novafence.verdicts").Should().Equal("reason=reasserted,receiver=alertmanager,route=released,verdict=force-down 1");
        measured.Values("novafence.force_down.duration").Should().BeEmpty();
    }

    [Fact]
    public async Task An_unset_is_counted_and_not_timed()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        using var measured = new Measured(Given.Metrics.Meter);

        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
        measured.Of("novafence.verdicts").Should().Equal("reason=last alert resolved,receiver=alertmanager,route=released,verdict=unset 1");
        measured.Values("novafence.force_down.duration").Should().BeEmpty();
    }

    [Fact]
    public async Task The_age_of_an_alert_is_told_once_and_again_when_a_later_period_begins()
    {
        using var measured = new Measured(Given.Metrics.Meter);
        var alert = Given.Alert("compute1", "f1", ago: Seconds(42));

        await Given.DeliverAsync(alert, Stop);
        await PassAsync(Minutes(1));
        await Given.DeliverAsync(alert, Stop);
        await FireAsync("compute2", "f2", release: "nobody's", ago: Minutes(10));
        await PassAsync(Minutes(20));
        await FireAsync("compute1", "f1", ago: Seconds(7));

        measured.Of("novafence.alert.age").Should().Equal("receiver=alertmanager 42", "receiver=alertmanager 7");
    }

    [Fact]
    public async Task The_age_of_one_that_resumed_with_its_old_start_is_not_told_anew()
    {
        var alert = Given.Alert("compute1", "f1", ago: Seconds(42));
        await Given.DeliverAsync(alert, Stop);
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));
        using var measured = new Measured(Given.Metrics.Meter);

        await Given.DeliverAsync(alert, Stop);

        Cloud.Has("compute1").Should().BeTrue("it fires again");
        measured.Of("novafence.alert.age").Should().BeEmpty();
    }

    [Fact]
    public async Task A_hold_is_a_warning_once_and_not_at_each_repeat()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"));
        await FireAsync("compute1", "f1");
        for (var repeat = 0; repeat < 5; repeat++)
            await FireAsync("compute2", "f2");
        for (var repeat = 0; repeat < 5; repeat++)
            await FireAsync("no-host", "f3");

        Given.Log.All.Where(line => line.Id.Id == 1001 && line.Text.Contains("compute2", StringComparison.Ordinal)).Select(line => line.Level.ToString())
            .Should().Equal("Warning", "Information", "Information", "Information", "Information");
        Given.Log.All.Where(line => line.Id.Id == 1004).Should().ContainSingle().Which.Text.Should().Contain("no-host");
    }

    [Fact]
    public async Task A_hold_for_another_reason_is_a_warning_again()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"));
        await FireAsync("compute1", "f1");
        await FireAsync("compute2", "f2");
        await Given.Pauses.PauseAsync(null, null, "switch", "test", Stop);
        await FireAsync("compute2", "f2");
        await FireAsync("compute2", "f2");

        Given.Log.All.Where(line => line.Id.Id == 1001 && line.Text.Contains("compute2", StringComparison.Ordinal)).Select(line => line.Level.ToString())
            .Should().Equal("Warning", "Warning", "Information");
    }

    [Fact]
    public void Every_verdict_and_reason_has_a_word()
    {
        using var metrics = new NovaFenceMetrics();
        using var measured = new Measured(metrics.Meter);

        foreach (var kind in Enum.GetValues<VerdictKind>())
            metrics.Verdict("alertmanager", null, new Verdict(kind, Reason.Storm, "free text"));
        foreach (var reason in Enum.GetValues<Reason>())
            metrics.Verdict("alertmanager", null, new Verdict(VerdictKind.Held, reason, "free text"));

        measured.Of("novafence.verdicts").Should().HaveCount(Enum.GetValues<VerdictKind>().Length + Enum.GetValues<Reason>().Length).And.NotContain(one => one.Contains("free text", StringComparison.Ordinal));
        measured.Of("novafence.verdicts").Should().Contain("reason=storm,receiver=alertmanager,route=none,verdict=force-down 1");
    }

    [Fact]
    public void The_histograms_have_boundaries_for_seconds()
    {
        NovaFenceMetrics.Durations.Should().BeInAscendingOrder().And.StartWith(0.005).And.EndWith(10);
        NovaFenceMetrics.Ages.Should().BeInAscendingOrder().And.StartWith(1).And.EndWith(3600);
    }
}

using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A force-down that Nova has not done, or that follows an unset at once: what holds it, and how it counts.</summary>
public sealed class PutOnceMoreTests : Scenario
{
    [Fact]
    public async Task What_is_pending_takes_no_host_down_whose_PUT_was_never_sent()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1", ago: Seconds(1));
        await ResolveAsync("compute1", "f1");
        (await FireAsync("compute1", "f1", ago: Seconds(1))).Verdict.Reason.Should().Be(Reason.Pending);
        Cloud.Refuses = _ => null;

        await PassAsync(Seconds(80));
        Cloud.Has("compute1").Should().BeFalse("the window is open");

        await PassAsync(Seconds(30));
        Cloud.Has("compute1").Should().BeTrue("the last word is that it fires");
    }

    [Fact]
    public async Task What_others_forced_down_since_holds_a_force_down_that_Nova_had_not_done()
    {
        await OpenAsync(Settling, ("NovaFence:Budget:MaxShare", "0.05"));
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1");
        Cloud.ForceDown("compute2");
        Cloud.Refuses = _ => null;

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Budget);
        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeFalse();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.Held);

        Cloud.Unset("compute2");
        await PassAsync(Minutes(1));
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_others_force_down_between_look_and_PUT_holds_it_too()
    {
        await OpenAsync(Settling, ("NovaFence:Budget:MaxShare", "0.05"));
        // The intent is stored so late that the look before it is too old.
        Given.Ledger.BeforeNextCommit = () =>
        {
            Given.Clock.Advance(Seconds(3));
            Cloud.ForceDown("compute2");
            return Task.CompletedTask;
        };

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Budget);
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task What_an_alert_takes_down_after_an_unset_that_was_under_way_counts_as_a_force_down()
    {
        await OpenAsync();
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.DuringPut = async (_, down) =>
        {
            Cloud.DuringPut = (_, _) => Task.CompletedTask;
            if (!down)
                await Given.DeliverAsync(Given.Alert("compute1", "f1"), Stop, Seconds(1));
        };
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Seconds(10));
        Cloud.Has("compute1").Should().BeTrue();
        await ResolveAsync("compute1", "f1");
        await PassAsync(Seconds(10));
        await FireAsync("compute1", "f2");
        await ResolveAsync("compute1", "f2");
        await PassAsync(Seconds(10));
        Cloud.Has("compute1").Should().BeFalse();

        (await FireAsync("compute1", "f3")).Verdict.Reason.Should().Be(Reason.Flapping);
    }

    [Fact]
    public async Task A_PUT_that_is_sent_once_more_for_each_repeat_counts_as_one_force_down()
    {
        await OpenAsync();
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1");
        await FireAsync("compute1", "f1");
        Cloud.Refuses = _ => null;
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        await PassAsync(Seconds(10));
        Cloud.Has("compute1").Should().BeFalse();

        (await FireAsync("compute1", "f2")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task What_fires_for_a_host_whose_unset_was_refused_finds_it_down_and_counts_as_no_force_down()
    {
        await OpenAsync();
        for (var outage = 1; outage <= 2; outage++)
        {
            Cloud.Refuses = _ => null;
            await FireAsync("compute1", $"f{outage}");
            Cloud.Refuses = down => down ? null : ScriptedCloud.NoReply(mayHaveArrived: false);
            await ResolveAsync("compute1", $"f{outage}");
            await PassAsync(Seconds(10));
        }

        (await FireAsync("compute1", "f3")).Verdict.Reason.Should().Be(Reason.AlreadyDown);
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(3));

        Cloud.Puts.Where(put => put.Down).Should().HaveCount(1);
        Cloud.Has("compute1").Should().BeTrue();
        await ResolveAsync("compute1", "f3");
        await PassAsync(Minutes(1));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData(ForceDownStatus.WaitingForRestart)]
    [InlineData(ForceDownStatus.NotPermitted)]
    [InlineData(ForceDownStatus.Unavailable)]
    public async Task What_fires_while_an_operator_s_unset_is_not_done_yet_finds_the_host_down_and_takes_it_down_after_it(ForceDownStatus reply)
    {
        await OpenAsync();
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Refuses = down => down ? null : new ForceDownReply { Status = reply, Message = "not now", MayHaveReachedNova = reply == ForceDownStatus.Unavailable };
        await Given.UnsetAsync("compute1", Stop);
        // While an unset may still arrive, too.
        await PassAsync(reply == ForceDownStatus.Unavailable ? Seconds(1) : Minutes(1));

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.AlreadyDown);
        Cloud.Puts.Where(put => put.Down).Should().HaveCount(1, "there is nothing to force down");

        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(3));
        Cloud.Puts.Select(put => put.Down).Distinct().Should().HaveCount(2, "the operator's word is done, and what fires since is another one");
        Cloud.Puts.Where(put => put.Down).Should().HaveCount(2);
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_fires_while_an_operator_s_unset_of_what_another_forced_down_is_not_done_yet_is_held_as_foreign()
    {
        await OpenAsync();
        Cloud.ForceDown("compute1");
        Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "not now" };
        await Given.UnsetAsync("compute1", Stop);
        Given.Clock.Advance(Seconds(1));

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Foreign);
    }

    [Fact]
    public async Task What_fires_while_an_operator_s_unset_is_not_done_yet_takes_nothing_down_after_it_in_a_storm()
    {
        await OpenAsync(("NovaFence:Storm:MinHosts", "3"), ("NovaFence:Storm:MaxShare", "0.1"));
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Refuses = down => down ? null : new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "not now" };
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Minutes(1));
        foreach (var host in (string[])["compute2", "compute3", "compute4", "compute1"])
            await FireAsync(host, $"f-{host}");
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(entry => entry.Held!.Reason == Reason.Storm);
    }

    [Fact]
    public async Task What_fires_while_an_operator_s_unset_is_not_done_yet_takes_nothing_down_after_it_while_its_monitoring_is_silent()
    {
        await OpenAsync(("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""), ("NovaFence:Watchdog:Hold", "true"));
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Refuses = down => down ? null : new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "not now" };
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Minutes(1));
        await FireAsync("compute1", "f1");
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(entry => entry.Held!.Reason == Reason.MonitoringSilent);
    }

    [Fact]
    public async Task Of_two_unsets_that_arrive_late_neither_is_another_hand_s()
    {
        await OpenAsync();
        await FireAsync("compute1", "f1");
        Cloud.Refuses = down => down ? null : ScriptedCloud.NoReply(mayHaveArrived: true);
        await ResolveAsync("compute1", "f1");
        Cloud.Refuses = _ => null;
        await FireAsync("compute1", "f2");
        Cloud.Unset("compute1");
        await Given.Auditor.RunAsync(Stop);
        Cloud.Has("compute1").Should().BeTrue();
        Cloud.Unset("compute1");

        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task An_operator_s_unset_that_arrives_late_after_Nova_asked_for_a_restart_is_no_other_hand_s_either()
    {
        await OpenAsync();
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Refuses = _ =>
        {
            Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "not now" };
            return ScriptedCloud.NoReply(mayHaveArrived: true);
        };
        await Given.UnsetAsync("compute1", Stop);
        Given.Clock.Advance(Seconds(1));
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.AlreadyDown);
        Cloud.Refuses = _ => null;
        Cloud.Unset("compute1");

        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeTrue("the operator's word is done, and what fires since is decided anew");
    }

    [Fact]
    public async Task A_host_that_reports_while_a_PUT_that_Nova_refused_is_about_to_be_sent_once_more_is_left_alone()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1");
        var puts = Cloud.Puts.Count;
        Cloud.Refuses = _ => null;
        // The intent is stored so late that the look before it is too old.
        Given.Ledger.BeforeNextCommit = () =>
        {
            Given.Clock.Advance(Seconds(3));
            Cloud.Report("compute1");
            return Task.CompletedTask;
        };

        await PassAsync(Seconds(32));

        Cloud.Puts.Count.Should().Be(puts);
        (await Given.FindingAsync("compute1", Stop))!.ToDo.Should().StartWith("contradicted");
    }
}

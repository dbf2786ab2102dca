using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>An operator's word stands until Nova has done it or the operator takes it back.</summary>
public sealed class OperatorsWordTests : Scenario
{
    private static readonly ForceDownReply Forbidden = new() { Status = ForceDownStatus.NotPermitted, Message = "403" };

    [Fact]
    public async Task While_Nova_is_away_it_is_recorded_and_done_when_Nova_is_back()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await Given.ForceDownAsync("compute1", Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Recorded }, MayPass = false });
        await PassAsync(Minutes(40));
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task Refused_once_after_that_it_still_stands()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Refuses = _ => Forbidden;
        await PassAsync(Minutes(2));
        await Given.Auditor.RunAsync(Stop);
        (await Given.FindingAsync("compute1", Stop))!.NeedsAPerson.Should().BeTrue();
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Not_done_within_an_hour_it_is_not_sent_any_more_and_asks_again()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await Given.ForceDownAsync("compute1", Stop);
        await PassAsync(Minutes(125));
        Cloud.Refuses = _ => null;
        var before = Cloud.Puts.Count;
        await PassAsync(Minutes(30));
        Cloud.Puts.Should().HaveCount(before);
        (await Given.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, NeedsAPerson = true });

        (await Given.ForceDownAsync("compute1", Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task A_shell_without_routes_carries_it_out_and_decides_nothing_about_alerts()
    {
        await Given.Pauses.PauseAsync(null, Minutes(1), "maintenance", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        Given.Clock.Advance(Minutes(4));
        await using var shell = Given.WithoutRoutes();
        await shell.Opening.OpenAsync(Stop);

        (await shell.ForceDownAsync("compute1", Stop)).State.Should().Be(HostState.Down);
        (await shell.ForceDownAsync("compute2", Stop)).State.Should().Be(HostState.Down);
        (await shell.UnsetAsync("compute2", Stop)).State.Should().Be(HostState.Clear);

        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Held!.Reason.Should().Be(Reason.Paused);
    }

    [Fact]
    public async Task It_can_be_called_off()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Refuses = _ => null;

        (await Given.UnsetAsync("compute1", Stop)).State.Should().Be(HostState.Clear);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.FindingAsync("compute1", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Called_off_while_Nova_is_away_it_is_said_to_be_and_nothing_is_done_when_Nova_is_back()
    {
        Cloud.ListsNothing = true;
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        Cloud.Evacuations = new EvacuationCount.Unavailable("Nova did not answer");
        (await Given.ForceDownAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);

        (await Given.UnsetAsync("compute1", Stop)).Verdict.Should().Match<Verdict>(verdict => verdict.Kind == VerdictKind.Held && verdict.Facts.Contains("is called off"));
        Cloud.ListsNothing = false;
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(2));
        await Given.Auditor.RunAsync(Stop);

        (await Given.FindingAsync("compute1", Stop)).Should().BeNull();
        (await Given.RecordAsync("compute1", Stop)).Should().BeEquivalentTo(new { State = HostState.Clear, Reason = "unfinished: the operator's word was taken back before Nova was told" });
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_that_reports_again_asks_again_unless_it_was_forced(bool force)
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await Given.ForceDownAsync("compute1", Stop, force);
        Cloud.Refuses = _ => null;
        Cloud.Report("compute1");

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().Be(force);
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(force ? FindingKind.InSync : FindingKind.AwaitingOperator);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nor_is_it_forgotten_that_it_reports_where_nobody_could_look_when_the_word_was_given(bool force)
    {
        Cloud.ListsNothing = true;
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await Given.ForceDownAsync("compute1", Stop, force)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        await PassAsync(Minutes(20));
        Cloud.Boot("compute1");
        Cloud.ListsNothing = false;
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().Be(force);
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(force ? FindingKind.InSync : FindingKind.AwaitingOperator);
    }

    [Fact]
    public async Task A_host_that_was_dead_all_the_time_is_forced_down_when_somebody_can_look()
    {
        Cloud.ListsNothing = true;
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await Given.ForceDownAsync("compute1", Stop);
        await PassAsync(Minutes(20));
        Cloud.ListsNothing = false;
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_was_registered_anew_asks_again_unless_it_was_forced(bool force)
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await Given.ForceDownAsync("compute1", Stop, force);
        Cloud.Refuses = _ => null;
        Cloud.Ids["compute1"] = Guid.NewGuid().ToString();

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().Be(force);
        var finding = await Given.FindingAsync("compute1", Stop);
        finding!.Kind.Should().Be(force ? FindingKind.InSync : FindingKind.AwaitingOperator);
        if (!force)
        {
            finding.ToDo.Should().Contain("registered anew");
            (await Given.ForceDownAsync("compute1", Stop)).State.Should().Be(HostState.Down, "said again it is meant for the new one");
        }
    }

    [Fact]
    public async Task What_an_operator_forced_down_no_alert_unsets()
    {
        await Given.ForceDownAsync("compute1", Stop);
        await FireAsync("compute1", "f1");

        (await ResolveAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.NotOurs);
        await PassAsync(Minutes(10));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task An_unset_overrules_an_alert_whose_sender_s_clock_is_ahead_and_its_very_repeat_forces_nothing_down()
    {
        var alert = Given.Alert("compute1", "f1", ago: -Minutes(3));
        await Given.DeliverAsync(alert, Stop);
        await PassAsync(Seconds(30));
        (await Given.UnsetAsync("compute1", Stop)).State.Should().Be(HostState.Clear);
        await PassAsync(Minutes(2));

        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Overruled);
        await PassAsync(Minutes(30));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.FiresWhileUp);
    }

    [Fact]
    public async Task What_it_overruled_stays_so_when_it_resumes_with_the_same_start_hours_later_and_not_with_a_later_one()
    {
        var alert = Given.Alert("compute1", "f1", ago: Minutes(3));
        await Given.DeliverAsync(alert, Stop);
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Minutes(1));
        await ResolveAsync("compute1", "f1");
        await PassAsync(TimeSpan.FromHours(3));
        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Overruled);
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));

        (await FireAsync("compute1", "f1", ago: Minutes(1))).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task An_alert_that_had_ended_before_the_word_and_begins_after_it_is_none_of_it()
    {
        await FireAsync("compute1", "f1", "manually");
        await PassAsync(Minutes(1));
        await ResolveAsync("compute1", "f1", "manually");
        await PassAsync(Minutes(2));
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Minutes(2));

        (await FireAsync("compute1", "f1", "manually")).State.Should().Be(HostState.Down);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(6, false)]
    public async Task A_period_that_began_before_the_word_and_is_heard_shortly_after_it_is_overruled_too(int minutes, bool overruled)
    {
        await FireAsync("compute1", "f1");
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Minutes(minutes));

        ((await FireAsync("compute1", "f2", ago: Minutes(minutes + 1))).Verdict.Reason == Reason.Overruled).Should().Be(overruled);
    }

    [Fact]
    public async Task An_evacuation_in_flight_holds_an_unset_until_it_is_forced()
    {
        await FireAsync("compute1", "f1");
        Cloud.Evacuations = new EvacuationCount.Known(1);

        (await Given.UnsetAsync("compute1", Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.Evacuating });
        await PassAsync(Minutes(5));
        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);

        (await Given.UnsetAsync("compute1", Stop, force: true)).State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task An_evacuation_in_flight_is_waited_for_whatever_the_route_says()
    {
        await FireAsync("compute1", "f1");
        Cloud.Evacuations = new EvacuationCount.Known(1);
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));
        Cloud.Has("compute1").Should().BeTrue();

        Cloud.Evacuations = new EvacuationCount.Known(0);
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_host_that_only_an_operator_is_to_raise_is_forced_down_again_where_a_late_unset_of_NovaFence_s_raised_it()
    {
        await OpenAsync();
        await FireAsync("compute1", "f1");
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: true);
        await ResolveAsync("compute1", "f1");
        Cloud.Refuses = _ => null;
        await FireAsync("compute1", "f2", "manually");
        await ResolveAsync("compute1", "f2", "manually");
        Cloud.Unset("compute1");
        await PassAsync(Minutes(1));

        await Given.Auditor.RunAsync(Stop);

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
    }
}

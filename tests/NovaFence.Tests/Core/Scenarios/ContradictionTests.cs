using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Nova says that nova-compute there lives, and an alert says that the host is dead.</summary>
public sealed class ContradictionTests : Scenario
{
    /// <summary>Nova goes by when the row was made as long as nobody has reported: a nova-compute that begins is up, and has no <c>updated_at</c>.</summary>
    [Fact]
    public async Task A_host_that_was_registered_just_now_lives_until_Nova_says_that_it_is_down()
    {
        Cloud.Register("compute1");

        var held = await FireAsync("compute1", "f1");
        held.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.Contradicted });
        held.Verdict.Facts.Should().Contain("has not reported yet");
        await PassAsync(Seconds(50));
        Cloud.Puts.Should().BeEmpty();

        await PassAsync(Seconds(30));
        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task One_that_was_registered_just_now_and_reports_then_lives()
    {
        Cloud.Register("compute1");
        await FireAsync("compute1", "f1");
        await PassAsync(Seconds(8));
        Cloud.Boot("compute1");

        await PassAsync(Minutes(10));

        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_that_lives_is_held_however_often_it_is_decided_anew()
    {
        (await FireAsync("compute15", "f1")).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.Contradicted });

        await PassAsync(Minutes(14));

        Cloud.Puts.Should().BeEmpty();
        (await Given.FindingAsync("compute15", Stop))!.Kind.Should().Be(FindingKind.Held);
    }

    [Fact]
    public async Task A_host_whose_last_report_has_aged_is_forced_down_late_and_people_see_it()
    {
        Cloud.Report("compute1");
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        await PassAsync(Seconds(14));
        Cloud.Puts.Should().BeEmpty();

        await PassAsync(Seconds(12));

        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.EventsAsync("compute1", Stop)).Should().Contain(json => json.Contains("\"kind\":\"late force-down\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_decided_anew_when_the_report_has_aged_and_not_so_long_after_the_look()
    {
        Cloud.Report("compute1");
        await PassAsync(Seconds(10));
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        await PassAsync(Seconds(4));
        Cloud.Puts.Should().BeEmpty();

        await PassAsync(Seconds(2));

        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task The_same_where_two_alerts_agree_and_the_first_is_decided_anew_for_the_second()
    {
        Cloud.Report("compute1");
        await PassAsync(Seconds(10));
        (await FireAsync("compute1", "f1", "agreeing")).Verdict.Reason.Should().Be(Reason.NoEvidence);
        (await FireAsync("compute1", "f2", "agreeing")).Verdict.Reason.Should().Be(Reason.Contradicted);

        await PassAsync(Seconds(6));

        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task One_that_reported_while_its_alert_was_held_for_something_else_lives_until_Nova_says_that_it_is_down()
    {
        await Given.Pauses.PauseAsync("compute1", Seconds(10), "work", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        await PassAsync(Seconds(80));
        Cloud.Report("compute1");

        await PassAsync(Seconds(50));
        Cloud.Puts.Should().BeEmpty("its report has aged, and came after the alert");
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.Contradicted);
        await PassAsync(Seconds(40));

        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task One_that_reported_while_Nova_did_not_take_its_force_down_lives_too()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1");
        await PassAsync(Seconds(8));
        Cloud.Report("compute1");
        await PassAsync(Seconds(20));
        Cloud.Refuses = _ => null;
        var sent = Cloud.Puts.Count;

        await PassAsync(Seconds(35));

        Cloud.Puts.Should().HaveCount(sent);
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task One_that_reports_again_before_its_report_has_aged_lives()
    {
        Cloud.Report("compute1");
        await PassAsync(Seconds(14));
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        Cloud.Report("compute1");

        await PassAsync(Seconds(40));

        Cloud.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(16, false)]
    public async Task A_report_is_young_for_an_interval_and_five_seconds(int age, bool held)
    {
        Cloud.Report("compute1");
        Given.Clock.Advance(Seconds(age));

        ((await FireAsync("compute1", "f1")).Verdict.Reason == Reason.Contradicted).Should().Be(held);
    }

    [Fact]
    public async Task One_that_reported_again_lives_until_Nova_itself_says_that_it_is_down()
    {
        await FireAsync("compute15", "f1");
        await PassAsync(Seconds(40));
        Cloud.Crash("compute15");
        await PassAsync(Seconds(35));
        Cloud.Puts.Should().BeEmpty();

        await PassAsync(Seconds(40));

        Cloud.Puts.Should().Equal(("compute15", true));
    }

    [Fact]
    public async Task One_that_reported_again_is_forced_down_for_a_period_that_begins_later()
    {
        await FireAsync("compute15", "f1");
        await PassAsync(Minutes(6));
        Cloud.Crash("compute15");

        (await FireAsync("compute15", "f1")).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task A_route_that_ignores_it_forces_a_living_host_down_and_nothing_is_found_contradicted()
    {
        await OpenAsync(Settling, ("NovaFence:Routes:0:Contradiction", "ignore"));
        (await FireAsync("compute15", "f1")).State.Should().Be(HostState.Down);
        await PassAsync(Seconds(15));
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Seconds(15));

        (await Given.FindingAsync("compute15", Stop))!.Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task One_that_reports_although_it_is_forced_down_is_found_contradicted()
    {
        await FireAsync("compute1", "f1");
        await PassAsync(Seconds(15));
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);

        Cloud.Report("compute1");
        await PassAsync(Seconds(15));

        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.Contradicted);
    }

    [Fact]
    public async Task While_no_other_host_reports_either_nothing_is_done_late()
    {
        Cloud.Report("compute1");
        await FireAsync("compute1", "f1");
        Cloud.KillAll();
        await PassAsync(Minutes(5));
        Cloud.Puts.Should().BeEmpty();

        Cloud.Boot("compute12");
        await PassAsync(Minutes(1));

        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task Where_the_clocks_are_far_apart_the_newest_report_tells_the_time_and_a_person_is_told(int ahead)
    {
        Cloud.ClockAhead = Seconds(ahead);

        (await FireAsync("compute15", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        (await FireAsync("compute1", "f2")).State.Should().Be(HostState.Down);
        (await Given.Auditor.RunAsync(Stop)).Findings.Should().Contain(finding => finding.Kind == FindingKind.ClocksDisagree);
    }

    [Fact]
    public async Task One_that_reports_between_look_and_PUT_is_not_forced_down()
    {
        Given.Ledger.BeforeNextCommit = () =>
        {
            Given.Clock.Advance(Seconds(3));
            Cloud.Report("compute1");
            return Task.CompletedTask;
        };

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task An_alert_that_fires_again_right_after_our_unset_of_a_dead_host_is_not_held_by_what_we_wrote_ourselves()
    {
        await FireAsync("compute1", "f1");
        await PassAsync(Minutes(1));
        await ResolveAsync("compute1", "f1");
        await PassAsync(Seconds(95));
        Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));

        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down, "Nova's row is young by our own PUT, and its state is by reports alone");
        Cloud.Puts.Should().HaveCount(3);
    }

    [Fact]
    public async Task Where_the_host_died_so_lately_that_Nova_still_has_it_up_what_we_wrote_ourselves_may_hide_a_report_and_is_waited_for()
    {
        await OpenAsync();
        Cloud.Crash("compute1");
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));

        Given.Clock.Advance(Seconds(1));
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        await PassAsync(Seconds(30));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_host_that_reported_after_our_unset_is_held_as_ever()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        await PassAsync(Seconds(95));
        Cloud.Report("compute1");

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        Cloud.Puts.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_operator_s_word_is_not_held_by_it() =>
        (await Given.ForceDownAsync("compute15", Stop)).State.Should().Be(HostState.Down);
}

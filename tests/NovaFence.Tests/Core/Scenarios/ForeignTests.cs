using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What another hand did is not NovaFence's.</summary>
public sealed class ForeignTests : Scenario
{
    [Fact]
    public async Task Forced_down_by_another_hand_after_the_last_listing_and_before_a_restart_it_is_foreign()
    {
        Cloud.ForceDown("compute1");
        await using var restarted = Given.Another(Settling);

        (await restarted.DeliverAsync(restarted.Alert("compute1", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.Foreign);
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Forced_down_by_another_hand_between_an_old_look_and_the_PUT_the_PUT_is_not_sent_and_the_place_given_back()
    {
        Given.Ledger.BeforeNextCommit = () =>
        {
            Given.Clock.Advance(Seconds(3));
            Cloud.ForceDown("compute1");
            return Task.CompletedTask;
        };

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Foreign);

        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop))!.Should().BeEquivalentTo(new { State = HostState.Clear, Owner = HostOwner.None });
        foreach (var number in Enumerable.Range(2, 3))
            (await FireAsync($"compute{number}", $"f{number}")).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Where_it_lets_go_while_the_alert_fires_a_person_is_told_and_nothing_is_forced_down_however_long_it_fires()
    {
        Cloud.ForceDown("compute1");
        await FireAsync("compute1", "f1");
        Cloud.Unset("compute1");
        await PassAsync(Minutes(30));

        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.FiresWhileUp);
        (await FireAsync("compute1", "f1", ago: Minutes(30))).Verdict.Reason.Should().Be(Reason.FiresWhileUp);
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_period_that_begins_later_acts_again()
    {
        Cloud.ForceDown("compute1");
        await FireAsync("compute1", "f1");
        Cloud.Unset("compute1");
        await PassAsync(Minutes(6));

        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task What_a_lost_PUT_may_have_forced_down_another_process_never_unsets_by_itself()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: true);
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        Cloud.ForceDown("compute1");
        Cloud.Refuses = _ => null;
        await using var restarted = Given.Another(Settling);
        await restarted.Opening.OpenAsync(Stop);
        await restarted.PassAsync(Minutes(1), Stop);

        await restarted.DeliverAsync(Given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        await restarted.PassAsync(Minutes(10), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        (await restarted.RecordAsync("compute1", Stop))!.Before.Should().Be(SeenBefore.Unknown);
        (await restarted.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
    }

    [Fact]
    public async Task What_the_process_that_sent_it_finds_forced_down_is_its_own()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: true);
        await FireAsync("compute1", "f1");
        Cloud.ForceDown("compute1");
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(1));

        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task An_operator_s_force_down_of_one_that_another_hand_has_down_says_so_and_not_that_nobody_could_look()
    {
        Cloud.ForceDown("compute1");
        await PassAsync(Minutes(1));

        (await Given.ForceDownAsync("compute1", Stop)).State.Should().Be(HostState.Down);

        (await Given.EventsAsync("compute1", Stop)).Should().ContainSingle(happened => happened.Contains("\"kind\":\"warning\"", StringComparison.Ordinal))
            .Which.Should().Contain("had it forced down already").And.NotContain("unseen");
    }

    [Fact]
    public async Task A_host_that_nobody_could_look_at_is_forced_down_unseen_and_only_an_operator_unsets_it()
    {
        Cloud.ListsNothing = true;
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down);
        (await Given.EventsAsync("compute1", Stop)).Should().Contain(json => json.Contains("\"kind\":\"warning\"", StringComparison.Ordinal));
        Cloud.ListsNothing = false;
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);

        (await ResolveAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.ReleasedManually);
        await PassAsync(Minutes(30));
        Cloud.Has("compute1").Should().BeTrue();

        (await Given.UnsetAsync("compute1", Stop)).State.Should().Be(HostState.Clear);
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_host_whose_cell_is_down_is_looked_at_twice_and_then_forced_down_unseen()
    {
        Cloud.CellIsDown = true;
        var before = Cloud.Listings.Count;

        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down);

        (Cloud.Listings.Count - before).Should().Be(2);
        (await Given.RecordAsync("compute1", Stop))!.Before.Should().Be(SeenBefore.Unknown);
    }

    [Fact]
    public async Task An_operator_s_reason_on_a_disabled_service_is_left_as_it_is()
    {
        await OpenAsync(Settling, ("NovaFence:Fencing:Disable", "true"));
        await FireAsync("compute1", "f1");
        Cloud.DisabledReasons["compute1"] = "evacuated by hand";

        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
        Cloud.DisabledReasons["compute1"].Should().Be("evacuated by hand");
    }

    [Fact]
    public async Task A_host_that_nobody_can_look_at_once_more_before_its_unset_stays_down_until_somebody_can()
    {
        await FireAsync("compute1", "f1");
        Cloud.DuringQuestion = () =>
        {
            Given.Clock.Advance(Seconds(3));
            Cloud.ListsNothing = true;
            return Task.CompletedTask;
        };
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(3));
        Cloud.Has("compute1").Should().BeTrue();

        (Cloud.DuringQuestion, Cloud.ListsNothing) = (() => Task.CompletedTask, false);
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_host_that_Nova_lists_and_says_404_of_is_not_gone_and_stays_NovaFence_s()
    {
        await FireAsync("compute1", "f1");
        Cloud.Refuses = down => down ? null : new ForceDownReply { Status = ForceDownStatus.UnknownHost, Message = "404" };
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(3));
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Releasing);
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.Incomplete);

        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.FindingAsync("compute1", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Several_services_of_a_host_are_held()
    {
        Cloud.Twice.Add("compute1");

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.AmbiguousHost);
        Cloud.Puts.Should().BeEmpty();

        Cloud.Twice.Remove("compute1");
        await PassAsync(Seconds(30));
        Cloud.Has("compute1").Should().BeTrue("the one that is left is the host's");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Several_services_of_a_host_are_held_also_where_only_the_listing_before_showed_them(bool byAnOperator)
    {
        Cloud.Twice.Add("compute1");
        await Given.Auditor.RunAsync(Stop);
        Cloud.ListsNothing = true;

        var reason = byAnOperator ? (await Given.ForceDownAsync("compute1", Stop)).Verdict.Reason : (await FireAsync("compute1", "f1")).Verdict.Reason;

        reason.Should().Be(Reason.AmbiguousHost);
        Cloud.Puts.Should().BeEmpty("nobody knows which of them is meant");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task And_also_by_a_process_that_has_started_since_and_could_not_list_them(bool byAnOperator)
    {
        Cloud.Twice.Add("compute1");
        (await Given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        Cloud.ListsNothing = true;
        await using var restarted = Given.Another();

        var reason = byAnOperator ? (await restarted.ForceDownAsync("compute1", Stop)).Verdict.Reason : (await restarted.DeliverAsync(restarted.Alert("compute1", "f1"), Stop)).Verdict.Reason;

        reason.Should().Be(Reason.AmbiguousHost);
        Cloud.Puts.Should().BeEmpty("the ledger says that the name has two services");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nor_where_somebody_else_has_listed_them_since_that_was_decided(bool byAnOperator)
    {
        Cloud.ListsNothing = true;
        Given.Ledger.BeforeNextCommit = async () =>
        {
            Cloud.ListsNothing = false;
            Cloud.Twice.Add("compute1");
            await Given.Fleet.LookAsync(Given.Clock.Now, Minutes(1), Stop);
            Cloud.ListsNothing = true;
        };

        _ = byAnOperator ? await Given.ForceDownAsync("compute1", Stop) : await FireAsync("compute1", "f1");

        Cloud.Puts.Should().BeEmpty("nobody knows which of them is meant");
    }

    [Fact]
    public async Task An_operators_unset_that_waits_is_not_sent_where_the_name_has_become_one_of_several_and_nobody_can_look_any_more()
    {
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.ListsNothing = true;
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await Given.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        (Cloud.ListsNothing, Cloud.Refuses) = (false, _ => null);
        Cloud.Twice.Add("compute1");
        await Given.Auditor.RunAsync(Stop);
        Cloud.ListsNothing = true;
        var puts = Cloud.Puts.Count;

        await PassAsync(Minutes(5));

        Cloud.Puts.Should().HaveCount(puts);
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Releasing);
        (Cloud.ListsNothing, _) = (false, Cloud.Twice.Remove("compute1"));
        await PassAsync(Minutes(5));
        Cloud.Has("compute1").Should().BeFalse();
    }
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What the simulation found, one by one.</summary>
public sealed class FoundInHistoriesTests : Scenario
{
    [Fact]
    public async Task What_began_before_an_operator_s_unset_is_overruled_although_the_end_before_it_was_taken_after_that_and_received_before()
    {
        await Given.DeliverAsync(Given.Alert("compute1", "f1"), Stop);
        await PassAsync(Minutes(1));
        var (ended, reopened) = (Given.Paged("compute1", "Q1", AlertStatus.Resolved, Seconds(2)), Given.Paged("compute1", "Q1", ago: Seconds(1)));
        await Given.UnsetAsync("compute1", Stop);
        await Given.DeliverAsync(ended, Stop, receivedAgo: Seconds(1));
        Given.Clock.Advance(Seconds(1));

        var late = await Given.DeliverAsync(reopened, Stop);

        late.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.Overruled });
        await PassAsync(Minutes(5));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_another_instance_s_PUT_under_way_has_done_is_no_other_hand_s()
    {
        await using var other = Given.Another(Settling);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new TaskCompletionSource();
        Cloud.DuringPut = (host, _) =>
        {
            Cloud.ForceDown(host.Name);
            reached.TrySetResult();
            return answers.Task;
        };
        var first = other.DeliverAsync(other.Alert("compute1", "f1"), Stop);
        await reached.Task.WaitAsync(Stop);
        Given.Clock.Advance(Seconds(1));

        var second = await Given.DeliverAsync(Given.Alert("compute1", "f2"), Stop);

        second.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Recorded, Reason = Reason.InProgress });
        answers.SetResult();
        (await first).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().OnlyContain(alert => alert.Accepted);
    }

    [Fact]
    public async Task A_merge_that_is_older_than_what_fires_merges_nothing()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);

        var merged = await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved, Seconds(10)) with { MergedInto = "Q2" }, Stop);

        merged.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Ignored, Reason = Reason.Superseded });
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Fingerprint = "Q1", Status = AlertStatus.Firing });
    }

    [Theory]
    [InlineData("compute2")]
    [InlineData("compute77")]
    public async Task What_fires_and_names_another_host_by_now_is_held_whether_Nova_knows_that_or_not(string other)
    {
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(20)), Stop)).Verdict.Reason.Should().Be(Reason.TooOld);

        var again = await Given.DeliverAsync(Given.Paged(other, "Q1"), Stop);

        again.Should().BeEquivalentTo(new { Host = "compute1", Verdict = new { Kind = VerdictKind.Held, Reason = Reason.NamesAnotherHost } });
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task What_waited_for_its_host_is_overruled_when_an_operator_unsets_that()
    {
        (await FireAsync("compute21", "f1")).Verdict.Reason.Should().Be(Reason.UnknownHost);
        Cloud.KillAll();
        Cloud.Boot("compute12");
        Cloud.Hosts = 21;
        Given.Clock.Advance(Minutes(2));
        await Given.UnsetAsync("compute21", Stop);

        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(3));

        Cloud.Has("compute21").Should().BeFalse();
        (await Given.FindingAsync("compute21", Stop))!.Kind.Should().Be(FindingKind.FiresWhileUp);
    }

    [Fact]
    public async Task A_hold_whose_route_is_no_longer_configured_is_told()
    {
        await Given.Pauses.PauseAsync(null, Minutes(1), "maintenance", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        await using var changed = Given.Another(Settling, ("NovaFence:Routes:0:Name", "renamed"));
        await changed.Opening.OpenAsync(Stop);

        await changed.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeFalse();
        var finding = await changed.FindingAsync("compute1", Stop);
        finding.Should().BeEquivalentTo(new { Kind = FindingKind.Held, NeedsAPerson = true });
        finding!.ToDo.Should().Contain("the route 'released' that took it is no longer configured");
    }

    [Fact]
    public async Task A_stricter_route_that_takes_an_incident_later_says_how_its_host_is_released()
    {
        await OpenAsync(Settling, ("NovaFence:Routes:4:Match:0", "urgency=\"low\""), ("NovaFence:Routes:5:Name", "urgent"), ("NovaFence:Routes:5:Receiver", "pagerduty"), ("NovaFence:Routes:5:Match:0", "urgency=\"high\""), ("NovaFence:Routes:5:Evidence", "asserted"), ("NovaFence:Routes:5:Release", "manually"));
        await Given.DeliverAsync(Urgent("low", AlertStatus.Firing), Stop);
        Given.Clock.Advance(Seconds(5));
        await Given.DeliverAsync(Urgent("high", AlertStatus.Firing), Stop);
        Given.Clock.Advance(Seconds(5));

        await Given.DeliverAsync(Urgent("low", AlertStatus.Resolved), Stop);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);

        AlertEvent Urgent(string urgency, AlertStatus status)
        {
            var alert = Given.Paged("compute1", "Q1", status);
            return alert with { Labels = new Dictionary<string, string>(alert.Labels, StringComparer.Ordinal) { ["urgency"] = urgency } };
        }
    }

    [Fact]
    public async Task What_is_to_come_does_not_take_the_place_of_what_waits_beside_the_records()
    {
        await Given.DeliverAsync(Given.Paged("compute21", "Q1"), Stop);
        (await Given.DeliverAsync(Given.Paged("compute21", "Q1", ago: Minutes(-30)), Stop)).Verdict.Reason.Should().Be(Reason.FromTheFuture);

        var older = await Given.DeliverAsync(Given.Paged("compute21", "Q1", AlertStatus.Resolved, Seconds(10)), Stop);

        older.Verdict.Reason.Should().Be(Reason.Superseded);
    }

    [Fact]
    public async Task An_operator_s_word_that_was_not_done_outlives_a_service_that_is_registered_anew()
    {
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Gone.Add("compute1");
        (await Given.ForceDownAsync("compute1", Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Recorded, Reason = Reason.Gone });
        Cloud.Gone.Remove("compute1");
        Cloud.Ids["compute1"] = Guid.NewGuid().ToString();
        Cloud.Unset("compute1");

        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
        var finding = await Given.FindingAsync("compute1", Stop);
        finding.Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, NeedsAPerson = true });
        finding!.ToDo.Should().Contain("registered anew");
    }

    [Fact]
    public async Task A_host_of_an_operator_s_route_stays_his_when_its_alert_fires_again_under_another()
    {
        var alert = Given.Alert("compute1", "f1", release: "manually");
        await Given.DeliverAsync(alert, Stop);
        await Given.DeliverAsync(Given.Alert("compute1", "f1", AlertStatus.Resolved, "manually"), Stop);
        await using var renamed = Given.Another(Settling, ("NovaFence:Routes:1:Name", "renamed"), ("NovaFence:Routes:1:Release", "immediately"));
        await renamed.Opening.OpenAsync(Stop);
        Given.Clock.Advance(Seconds(20));
        await renamed.DeliverAsync(alert, Stop);
        await renamed.PassAsync(Minutes(2), Stop);
        (await renamed.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Route.Should().Be("renamed", "by that it is decided anew");

        await renamed.DeliverAsync(Given.Alert("compute1", "f1", AlertStatus.Resolved, "manually"), Stop);
        await renamed.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        (await renamed.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
    }

    [Fact]
    public async Task A_PUT_that_this_process_never_sent_is_not_taken_for_what_another_hand_did()
    {
        Given.Ledger.Silent = commit => commit.Events.Count > 0;
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.LedgerUnavailable);
        Given.Ledger.Silent = _ => false;
        Cloud.Puts.Should().BeEmpty();
        Cloud.ForceDown("compute1");
        Given.Clock.Advance(Seconds(2));

        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));

        Cloud.Puts.Should().BeEmpty();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.Foreign);
    }

    [Fact]
    public async Task An_operator_s_unset_that_was_recorded_is_done_once_evacuations_can_be_asked_for_again()
    {
        await FireAsync("compute1", "f1", "manually");
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await Given.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        Cloud.Refuses = _ => null;
        Cloud.Evacuations = new EvacuationCount.Unavailable("Nova did not answer");
        await PassAsync(Minutes(1));
        Cloud.Has("compute1").Should().BeTrue();
        Cloud.Evacuations = new EvacuationCount.Known(0);

        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_fires_and_names_a_host_that_was_merged_into_it_forces_down_neither()
    {
        Cloud.Boot("compute2");
        await Given.DeliverAsync(Given.Paged("compute2", "Q2"), Stop);
        await Given.DeliverAsync(Given.Paged("compute2", "Q2", AlertStatus.Resolved) with { MergedInto = "Q1" }, Stop);
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(20)), Stop)).Verdict.Reason.Should().Be(Reason.TooOld);
        Given.Clock.Advance(Seconds(2));

        var again = await Given.DeliverAsync(Given.Paged("compute2", "Q1"), Stop);

        again.Should().BeEquivalentTo(new { Host = "compute1", Verdict = new { Kind = VerdictKind.Held, Reason = Reason.NamesAnotherHost } });
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_late_PUT_took_beyond_the_budget_is_not_taken_again_once_it_was_raised()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"), ("NovaFence:Budget:MaxShare", "1"));
        var first = true;
        Cloud.Refuses = _ => Interlocked.Exchange(ref first, false) ? ScriptedCloud.NoReply(mayHaveArrived: true) : null;
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down);
        (await ResolveAsync("compute1", "f1")).State.Should().Be(HostState.Clear);
        Given.Clock.Advance(Seconds(2));
        (await FireAsync("compute2", "f2")).State.Should().Be(HostState.Down);
        Cloud.ForceDown("compute1");
        await using var other = Given.Another(("NovaFence:Budget:MaxHosts", "1"), ("NovaFence:Budget:MaxShare", "1"));
        await other.Opening.OpenAsync(Stop);
        Cloud.DuringPut = async (host, down) =>
        {
            if (!down && host.Name == "compute1")
                await other.DeliverAsync(other.Alert("compute1", "f3"), Stop);
        };

        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Single(alert => alert.Fingerprint == "f3").Held!.Reason.Should().Be(Reason.Budget);
    }

    [Fact]
    public async Task What_Nova_answered_and_the_ledger_could_not_take_leaves_no_doubt_by_which_another_hand_s_work_is_ours()
    {
        Given.Ledger.Silent = commit => commit.Events.Any(happened => happened.Json.Contains("\"kind\":\"outcome\"", StringComparison.Ordinal));
        await FireAsync("compute1", "f1");
        Given.Ledger.Silent = _ => false;
        await Given.Auditor.RunAsync(Stop);
        Cloud.Unset("compute1");
        await ResolveAsync("compute1", "f1");
        Given.Clock.Advance(Seconds(2));
        await Given.Auditor.RunAsync(Stop);
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Clear);
        Cloud.ForceDown("compute1");

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.Foreign);
    }
}

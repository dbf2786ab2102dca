using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Faults that somebody found by reading Core, and no history had shown.</summary>
public sealed class FoundByReadingTests : Scenario
{
    [Fact]
    public async Task An_incident_that_fires_is_merged_into_one_that_an_operator_overruled_and_its_host_stays_down()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        (await Given.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Unset);
        await PassAsync(Minutes(20));
        Cloud.Crash("compute1");
        (await Given.DeliverAsync(Given.Paged("compute1", "Q2"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        Given.Clock.Advance(Seconds(5));

        await Given.DeliverAsync(Given.Paged("compute1", "Q2", AlertStatus.Resolved) with { MergedInto = "Q1" }, Stop);
        await PassAsync(Minutes(10));

        Cloud.Has("compute1").Should().BeTrue("the incident that goes on fires for it");
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved), Stop);
        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_resolved_from_the_future_ends_what_fired_from_the_future()
    {
        // The sender's clock is six minutes ahead of ours.
        var ahead = Minutes(-6);
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: ahead), Stop)).Verdict.Reason.Should().Be(Reason.FromTheFuture);
        Given.Clock.Advance(Minutes(1.5));
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Seconds(30));
        Cloud.Has("compute1").Should().BeTrue("its moment has come");

        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved, ahead), Stop);
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_later_outage_from_the_future_is_not_thrown_away_for_the_tombstone_of_the_first()
    {
        var ahead = Minutes(-6);
        for (var outage = 1; outage <= 2; outage++)
        {
            await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: ahead), Stop);
            Given.Clock.Advance(Minutes(1.5));
            await Given.Auditor.RunAsync(Stop);
            await PassAsync(Seconds(30));
            Cloud.Has("compute1").Should().BeTrue("outage {0}", outage);

            await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved, ahead), Stop);
            await PassAsync(Minutes(20));
            Cloud.Has("compute1").Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_hold_for_a_host_that_is_not_listed_yet_outlives_a_merge_of_another_host_s_incident_into_it()
    {
        (await Given.DeliverAsync(Given.Paged("compute21", "Q1"), Stop)).Verdict.Reason.Should().Be(Reason.UnknownHost);
        await Given.DeliverAsync(Given.Paged("compute1", "Q2"), Stop);
        Given.Clock.Advance(Seconds(5));
        await Given.DeliverAsync(Given.Paged("compute1", "Q2", AlertStatus.Resolved) with { MergedInto = "Q1" }, Stop);
        Cloud.Hosts = 21;
        Cloud.Crash("compute21");
        await PassAsync(Minutes(1));

        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(1));

        (await Given.RecordAsync("compute21", Stop)).Should().NotBeNull("the hold has a record, and was not thrown away");
    }

    [Fact]
    public async Task Several_services_of_a_host_that_is_to_be_unset_cost_no_listings_without_end()
    {
        await FireAsync("compute1", "f1");
        Cloud.Twice.Add("compute1");
        await ResolveAsync("compute1", "f1");
        var before = Cloud.Listings.Count;

        await PassAsync(Minutes(2));

        (Cloud.Listings.Count - before).Should().BeLessThan(20);
        Cloud.Has("compute1").Should().BeTrue();
        Cloud.Twice.Clear();
        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_service_that_was_registered_anew_and_forced_down_by_another_hand_is_not_unset_for_the_one_before()
    {
        await FireAsync("compute1", "f1");
        Cloud.Unset("compute1");
        Cloud.Ids["compute1"] = "00000000-0000-0000-0000-00000000a2a2";
        Cloud.ForceDown("compute1");
        Given.Clock.Advance(Seconds(10));
        var puts = Cloud.Puts.Count;

        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));

        Cloud.Puts.Count.Should().Be(puts);
        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
    }

    [Fact]
    public async Task An_operator_s_unset_is_of_the_service_that_was_meant()
    {
        await FireAsync("compute1", "f1", "manually");
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await Given.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        Cloud.Unset("compute1");
        Cloud.Ids["compute1"] = "00000000-0000-0000-0000-00000000a2a2";
        Cloud.ForceDown("compute1");
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.ToDo.Should().Contain("registered anew");
    }

    [Fact]
    public async Task What_an_operator_unsets_that_another_hand_forced_down_is_no_inconsistency_while_Nova_waits_for_a_restart()
    {
        Cloud.ForceDown("compute1");
        Cloud.Refuses = down => down ? null : new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "done evacuations" };
        await Given.UnsetAsync("compute1", Stop);

        (await Given.Auditor.RunAsync(Stop)).Findings.Should().NotContain(finding => finding.Kind == FindingKind.LedgerInconsistent);
    }

    [Fact]
    public async Task A_look_that_takes_the_sender_s_time_before_the_PUT_leaves_no_doubt_that_a_PUT_may_have_arrived()
    {
        // The intent is stored so late that the look is too old, and the next one does not come.
        var stored = false;
        Given.Ledger.BeforeNextCommit = () =>
        {
            stored = true;
            Given.Clock.Advance(Seconds(6 - 0.6) - new FencingOptions().OutcomeReserve);
            return Task.CompletedTask;
        };
        Cloud.DuringListing = async cancellation =>
        {
            if (stored)
                await Task.Delay(Timeout.InfiniteTimeSpan, Given.Clock, cancellation);
        };
        (await WhileTimePassesAsync(Given.DeliverAsync(Given.Alert("compute1", "f1"), Stop, Seconds(6)), 0.02)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop))!.DownMayArriveUntil.Should().BeNull();
    }

    [Fact]
    public void What_an_operator_overruled_makes_no_room_for_another_alert()
    {
        var overruled = new HostRecord
        {
            Host = "compute1",
            Alerts = [.. Enumerable.Range(0, HostRecord.MaxAlerts).Select(number => (AlertEntry)new AlertEntry { Receiver = "alertmanager", Fingerprint = $"f{number}" }.Overruled(Given.Clock.Now))],
        };

        overruled.WithRoomFor(new AlertEntry { Receiver = "alertmanager", Fingerprint = "new" }, new NovaFenceOptions()).Should().BeNull();
    }

    [Fact]
    public async Task A_clock_that_was_put_back_makes_no_old_look_a_new_one()
    {
        await Given.FindingAsync("compute1", Stop);
        var before = Cloud.Listings.Count;
        Given.Clock.SetBack(Minutes(5));

        await FireAsync("compute1", "f1");

        (Cloud.Listings.Count - before).Should().Be(2, "one says what time it is, and one how the host is");
        Cloud.Has("compute1").Should().BeTrue();
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task A_host_that_an_instance_with_a_clock_ahead_forced_down_is_looked_at_once_and_unset()
    {
        // The sender's clock is right, and that of whoever forces the host down is four minutes ahead.
        await FireAsync("compute1", "f1", ago: Minutes(4));
        Cloud.Has("compute1").Should().BeTrue();
        Given.Clock.SetBack(Minutes(4));
        var before = Cloud.Listings.Count;

        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(2));

        (Cloud.Listings.Count - before).Should().BeLessThan(5);
        Cloud.Has("compute1").Should().BeFalse();
    }
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What the simulation found of moments ahead of our clock, and of what waits beside the records.</summary>
public sealed class FoundInLaterHistoriesTests : Scenario
{
    [Fact]
    public async Task A_resolved_from_the_future_that_is_delivered_once_more_does_not_end_what_fired_since()
    {
        var ended = Given.Paged("compute1", "Q1", AlertStatus.Resolved, Minutes(-33));
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        Given.Clock.Advance(Seconds(1));
        await Given.DeliverAsync(ended, Stop);
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(-3)), Stop);
        Given.Clock.Advance(Seconds(2));

        (await Given.DeliverAsync(ended, Stop)).Verdict.Reason.Should().Be(Reason.Superseded);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_resolved_from_the_future_that_is_delivered_once_more_ends_no_later_than_at_first()
    {
        var ended = Given.Paged("compute1", "Q1", AlertStatus.Resolved, Minutes(-33));
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        Given.Clock.Advance(Seconds(1));
        await Given.DeliverAsync(ended, Stop);
        Given.Clock.Advance(Seconds(10));
        await Given.DeliverAsync(ended, Stop);
        Given.Clock.Advance(Seconds(1));

        // It fired again between the two deliveries of its end, and was heard after both.
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Seconds(5)), Stop)).Verdict.Reason.Should().NotBe(Reason.Superseded);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_had_begun_when_an_operator_unset_a_host_that_was_not_listed_is_overruled_when_it_is_listed_again()
    {
        Cloud.Gone.Add("compute1");
        Given.Clock.Advance(Seconds(2));
        await Given.UnsetAsync("compute1", Stop);
        Given.Clock.Advance(Seconds(0.5));
        (await FireAsync("compute1", "f1", ago: Seconds(2))).Verdict.Reason.Should().Be(Reason.UnknownHost);
        Cloud.Gone.Clear();

        await PassAsync(Minutes(1));
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task An_unset_that_Nova_refused_and_that_waits_for_an_evacuation_since_says_what_it_waits_for()
    {
        await FireAsync("compute1", "f1");
        Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.NotPermitted, Message = "Policy doesn't allow it." };
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(2));
        (await Given.FindingAsync("compute1", Stop)).Should().Match<Finding>(finding => finding.Kind == FindingKind.Incomplete && finding.ToDo.Contains("Policy"));
        Cloud.Refuses = _ => null;
        Cloud.Evacuations = new EvacuationCount.Known(1);
        await PassAsync(Minutes(2));

        (await Given.FindingAsync("compute1", Stop)).Should().Match<Finding>(finding => finding.Kind == FindingKind.AwaitingOperator && finding.ToDo.Contains("an evacuation from it is in flight"));

        Cloud.Evacuations = new EvacuationCount.Known(0);
        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unset_for_which_nobody_could_look_asks_no_operator(bool refused)
    {
        await FireAsync("compute1", "f1");
        if (refused)
            Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await ResolveAsync("compute1", "f1");
        await PassAsync(refused ? Minutes(2) : Seconds(80));
        Cloud.ListsNothing = true;
        await PassAsync(Minutes(3));
        Cloud.ListsNothing = false;

        (await Given.RecordAsync("compute1", Stop))!.RetryAt.Should().BeAfter(Given.Clock.Now);
        (await Given.ViewAsync("compute1", Stop)).ToDo.Should().Contain("could not be asked").And.NotContain("unset it by name");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_what_an_operator_overruled_frees_what_began_after_it_in_whichever_order_they_come(bool repeated)
    {
        await FireAsync("compute1", "f1");
        Given.Clock.Advance(Seconds(5));
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Minutes(1));
        var began = Given.Clock.Now;
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Overruled);
        Given.Clock.Advance(Seconds(1));

        // The other Alertmanager tells that it ended before.
        await Given.DeliverAsync(Given.Alert("compute1", "f1", AlertStatus.Resolved, ago: Seconds(2)), Stop);
        Cloud.Has("compute1").Should().BeFalse("the last word is an end, and the window is open");
        if (repeated)
            (await FireAsync("compute1", "f1", ago: Given.Clock.Now - began)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        else
            await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_took_its_host_down_after_an_operator_s_word_is_not_overruled_by_an_earlier_start_that_another_Prometheus_says()
    {
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Seconds(2));
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down);
        await FireAsync("compute1", "f1", ago: Seconds(5));
        await FireAsync("compute1", "f2");
        await ResolveAsync("compute1", "f2");

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue("its alert fires");
    }

    [Fact]
    public async Task A_start_that_an_operator_knew_stays_overruled_when_the_one_before_it_ends()
    {
        await FireAsync("compute1", "f1", ago: Minutes(2));
        var second = Given.Clock.Now;
        await FireAsync("compute1", "f1");
        Given.Clock.Advance(Seconds(5));
        await Given.UnsetAsync("compute1", Stop);
        Given.Clock.Advance(Seconds(5));
        await Given.DeliverAsync(Given.Alert("compute1", "f1", AlertStatus.Resolved, ago: Minutes(1)), Stop);

        (await FireAsync("compute1", "f1", ago: Given.Clock.Now - second)).Verdict.Reason.Should().Be(Reason.Overruled);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_ended_by_an_end_from_the_future_does_not_fire_again_when_it_is_delivered_once_more()
    {
        var fired = Given.Paged("compute1", "Q1", ago: Minutes(-3));
        await Given.DeliverAsync(fired, Stop);
        Given.Clock.Advance(Seconds(1));
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved, ago: Minutes(-33)), Stop);
        Given.Clock.Advance(Seconds(1));

        (await Given.DeliverAsync(fired, Stop)).Verdict.Reason.Should().Be(Reason.Superseded);
        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_an_end_says_is_no_evidence_for_the_period_that_goes_on()
    {
        await OpenAsync(Settling, ("NovaFence:Routes:0:Evidence", "label:fenced=\"true\""));
        var (first, second) = (Given.Clock.Now - Seconds(1), Given.Clock.Now + Seconds(9));
        await Given.UnsetAsync("compute1", Stop);
        await FireAsync("compute1", "f1", ago: Given.Clock.Now - first);
        Given.Clock.Advance(Seconds(10));
        await FireAsync("compute1", "f1", ago: Given.Clock.Now - second);
        // It ends the period that an operator overruled, says that the host is fenced, and the later one goes on.
        var end = Given.Alert("compute1", "f1", AlertStatus.Resolved, ago: Given.Clock.Now - second + Seconds(1));
        await Given.DeliverAsync(end with { Labels = new Dictionary<string, string>(end.Labels, StringComparer.Ordinal) { ["fenced"] = "true" } }, Stop);

        await PassAsync(Minutes(5));

        Cloud.Puts.Should().BeEmpty("nothing that fires has said that it is fenced");
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.NoEvidence);
    }

    [Fact]
    public async Task A_record_that_is_written_with_another_host_s_is_planned_for()
    {
        await OpenAsync(Settling, (Installation.Timer, ""));
        await using var functions = Given.Another(Settling);
        await functions.Opening.OpenAsync(Stop);
        await Given.DeliverAsync(Given.Paged("compute1", "Q2"), Stop);
        await Given.DeliverAsync(Given.Paged("compute2", "Q1"), Stop);
        Given.Clock.Advance(Seconds(1));
        await Given.DeliverAsync(Given.Paged("compute1", "Q2", AlertStatus.Resolved) with { MergedInto = "Q1" }, Stop);
        Given.Clock.Advance(Seconds(1));
        await Given.DeliverAsync(Given.Paged("compute2", "Q1", AlertStatus.Resolved), Stop);
        await FireAsync("compute1", "f9");
        await FireAsync("compute1", "f1", ago: Seconds(30));
        await ResolveAsync("compute1", "f1");
        await PassAsync(Seconds(1));
        // An instance without a timer hears it fire again; this one hears of that when what was merged fires for another host.
        (await functions.DeliverAsync(functions.Alert("compute1", "f1", ago: Seconds(31)), Stop)).Verdict.Reason.Should().Be(Reason.Pending);
        await Given.DeliverAsync(Given.Paged("compute2", "Q1"), Stop);

        await PassAsync(Seconds(95));

        (await Given.RecordAsync("compute1", Stop))!.Alerts.Single(alert => alert.Fingerprint == "f1").Status.Should().Be(AlertStatus.Firing);
    }

    [Fact]
    public async Task A_pause_that_another_instance_ended_holds_nothing_until_the_next_audit()
    {
        await using var other = Given.Another(Settling);
        await other.Opening.OpenAsync(Stop);
        await other.Pauses.PauseAsync(null, null, "new switch", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        await other.Pauses.ResumeAsync(null, "test", Stop);

        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_waits_beside_the_records_keeps_its_host_down_when_that_is_listed_again_and_no_audit_has_run()
    {
        Cloud.Gone.Add("compute1");
        await Given.Auditor.RunAsync(Stop);
        (await FireAsync("compute1", "f2")).Verdict.Reason.Should().Be(Reason.UnknownHost);
        Cloud.Gone.Clear();
        Given.Clock.Advance(Minutes(1));
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        await PassAsync(Minutes(1));

        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue("f2 fires for it");
        await ResolveAsync("compute1", "f2");
        await PassAsync(Minutes(5));
        Cloud.Has("compute1").Should().BeFalse();
    }
}

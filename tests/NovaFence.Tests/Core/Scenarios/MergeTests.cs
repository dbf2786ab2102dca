using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>PagerDuty merges an incident into another host's.</summary>
public sealed class MergeTests : Scenario
{
    [Fact]
    public async Task It_goes_on_under_the_other_s_id_for_its_own_host_and_a_person_is_told()
    {
        await MergedAsync();

        (await Given.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, State = HostState.Down });
        (await Given.FindingAsync("compute1", Stop))!.ToDo.Should().Contain("merged into Q2, which is of compute2");
        Cloud.Has("compute1").Should().BeTrue();
        Cloud.Puts.Should().Equal(("compute1", true), ("compute2", true));
    }

    [Fact]
    public async Task Merged_on_and_on_it_ends_with_the_last_and_nobody_is_told_any_more()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        foreach (var (merged, into) in (IEnumerable<(string, string)>)[("Q1", "Q2"), ("Q2", "Q3"), ("Q3", "Q4")])
        {
            await PassAsync(Seconds(1));
            await Given.DeliverAsync(Given.Paged("nobody", merged, AlertStatus.Resolved) with { MergedInto = into, Labels = new Dictionary<string, string>() }, Stop);
        }

        (await Given.FindingAsync("compute1", Stop))!.ToDo.Should().Contain("merged into Q4, of which nothing was heard");
        await PassAsync(Seconds(1));
        await Given.DeliverAsync(Given.Paged("nobody", "Q4", AlertStatus.Resolved) with { Labels = new Dictionary<string, string>() }, Stop);
        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.FindingAsync("compute1", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task The_other_s_end_that_was_heard_before_and_named_no_host_is_newer_than_what_it_ended()
    {
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(20)), Stop)).Verdict.Reason.Should().Be(Reason.TooOld);
        await Given.DeliverAsync(Given.Paged("nobody", "Q2", AlertStatus.Resolved) with { Labels = new Dictionary<string, string>() }, Stop);
        await Given.DeliverAsync(Given.Paged("nobody", "Q1", AlertStatus.Resolved, ago: Minutes(2)) with { MergedInto = "Q2", Labels = new Dictionary<string, string>() }, Stop);

        (await Given.DeliverAsync(Given.Paged("compute1", "Q2", ago: Minutes(1)), Stop)).Verdict.Reason.Should().Be(Reason.Superseded);

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.Find("pagerduty", "Q2")!.Notice.Should().Be("merged into Q2, which has ended");
    }

    [Fact]
    public async Task What_two_routes_had_accepted_is_told_to_Nova_after_one_was_merged_into_the_other()
    {
        await OpenAsync(
            Settling,
            ("NovaFence:Routes:4:Match:0", "urgency=\"high\""),
            ("NovaFence:Routes:5:Name", "low"),
            ("NovaFence:Routes:5:Receiver", "pagerduty"),
            ("NovaFence:Routes:5:Match:0", "*"),
            ("NovaFence:Routes:5:Evidence", "asserted"));
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        var high = Given.Paged("compute1", "Q1");
        await Given.DeliverAsync(high with { Labels = new Dictionary<string, string>(high.Labels) { ["urgency"] = "high" } }, Stop);
        (await Given.DeliverAsync(Given.Paged("compute1", "Q2"), Stop)).State.Should().Be(HostState.ForcingDown);
        await PassAsync(Seconds(1));
        await Given.DeliverAsync(Given.Paged("compute1", "Q2", AlertStatus.Resolved) with { MergedInto = "Q1" }, Stop);
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Where_nobody_says_into_which_it_was_merged_an_operator_raises_its_host()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await PassAsync(Seconds(5));

        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { EndsBlind = true }, Stop);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
    }

    [Fact]
    public async Task The_other_s_end_ends_it_in_both_hosts()
    {
        await MergedAsync();
        await PassAsync(Minutes(1));

        await Given.DeliverAsync(Given.Paged("compute2", "Q2", AlertStatus.Resolved), Stop);
        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeFalse();
        Cloud.Has("compute2").Should().BeFalse();
    }

    [Fact]
    public async Task What_the_other_says_next_fires_for_the_host_it_was_first_heard_for()
    {
        await MergedAsync();
        await PassAsync(Minutes(1));

        var again = await Given.DeliverAsync(Given.Paged("compute2", "Q2"), Stop);

        again.Host.Should().Be("compute2");
        Cloud.Puts.Should().HaveCount(2);
    }

    [Fact]
    public async Task Reopened_it_fires_for_the_host_it_was_first_heard_for_and_of_the_other_a_person_is_told_until_it_is_resolved()
    {
        await MergedAsync();
        await PassAsync(Minutes(1));
        await Given.DeliverAsync(Given.Paged("compute2", "Q2", AlertStatus.Resolved), Stop);
        await PassAsync(Minutes(3));

        await Given.DeliverAsync(Given.Paged("compute2", "Q2"), Stop);

        Cloud.Has("compute2").Should().BeTrue();
        Cloud.Has("compute1").Should().BeFalse();
        var told = await Given.FindingAsync("compute1", Stop);
        told.Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, State = HostState.Clear });
        told!.ToDo.Should().Contain("fires again, for compute2");

        await PassAsync(Minutes(1));
        await Given.DeliverAsync(Given.Paged("compute2", "Q2", AlertStatus.Resolved), Stop);
        await PassAsync(Minutes(3));

        (await Given.FindingAsync("compute1", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task An_end_of_the_merged_id_that_comes_late_ends_nothing()
    {
        await MergedAsync();
        await PassAsync(Seconds(10));

        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved), Stop);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_fires_for_the_host_that_had_it_by_a_merge_is_that_host_s_whatever_it_names_later()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { MergedInto = "Q2" }, Stop);
        await PassAsync(Seconds(1));
        await Given.DeliverAsync(Given.Paged("compute1", "Q2"), Stop);
        await PassAsync(Seconds(1));

        var elsewhere = await Given.DeliverAsync(Given.Paged("compute2", "Q2"), Stop);
        await PassAsync(Minutes(1));

        elsewhere.Verdict.Reason.Should().Be(Reason.NamesAnotherHost);
        Cloud.Puts.Should().OnlyContain(put => put.Host == "compute1");
        (await Given.DeliverAsync(Given.Paged("compute2", "Q2", AlertStatus.Resolved), Stop)).Verdict.Reason.Should().Be(Reason.NamesAnotherHost, "it ends nothing");
        await PassAsync(Minutes(3));
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_another_instance_hears_first_for_another_host_does_not_fire_for_the_one_that_has_it_by_a_merge()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { MergedInto = "Q2" }, Stop);
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Minutes(10));
        await using var other = Given.Another(Settling);
        Given.Ledger.BeforeNextCommit = () => other.DeliverAsync(other.Paged("compute2", "Q2"), Stop);

        var outcome = await Given.DeliverAsync(Given.Paged("compute1", "Q2"), Stop);

        outcome.Verdict.Reason.Should().Be(Reason.NamesAnotherHost);
        Cloud.Has("compute2").Should().BeTrue();
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_ended_where_it_is_by_a_merge_does_not_fire_for_its_own_host_when_that_is_heard_late(bool atOnce)
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { MergedInto = "Q2" }, Stop);
        Given.Clock.Advance(Seconds(5));
        await using var other = Given.Another(Settling);
        await other.Opening.OpenAsync(Stop);
        var ended = Given.Paged("nosuch", "Q2", AlertStatus.Resolved) with { Labels = new Dictionary<string, string>() };
        if (atOnce)
            Given.Ledger.BeforeNextCommit = () => other.DeliverAsync(ended, Stop);
        else
            await other.DeliverAsync(ended, Stop);

        var late = await Given.DeliverAsync(Given.Paged("compute2", "Q2", ago: Seconds(3)), Stop);
        await PassAsync(Minutes(3));

        late.Verdict.Reason.Should().Be(Reason.Superseded);
        Cloud.Has("compute2").Should().BeFalse();
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_earlier_end_for_its_own_host_does_not_let_fire_there_what_ended_later_where_it_is_by_a_merge(bool names)
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { MergedInto = "Q2" }, Stop);
        Given.Clock.Advance(Seconds(5));
        await Given.DeliverAsync(Given.Paged("compute2", "Q2", AlertStatus.Resolved, ago: Seconds(1)) with { Labels = new Dictionary<string, string>() }, Stop);
        await Given.DeliverAsync(Given.Paged("compute2", "Q2", AlertStatus.Resolved, ago: Seconds(3)), Stop);

        var between = Given.Paged("compute2", "Q2", ago: Seconds(2));
        var late = await Given.DeliverAsync(names ? between : between with { Labels = new Dictionary<string, string> { ["release"] = "immediately" } }, Stop);
        await PassAsync(Minutes(3));

        late.Verdict.Reason.Should().Be(Reason.Superseded);
        Cloud.Has("compute2").Should().BeFalse();
        Cloud.Has("compute1").Should().BeFalse();
    }

    private async Task MergedAsync()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await Given.DeliverAsync(Given.Paged("compute2", "Q2"), Stop);
        await PassAsync(Seconds(5));
        var merged = await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { MergedInto = "Q2" }, Stop);
        merged.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Recorded, Reason = Reason.AnotherAlertFires });
    }
}

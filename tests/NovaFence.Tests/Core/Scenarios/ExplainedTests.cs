using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What is explained is what the same delivery is answered a moment later.</summary>
public sealed class ExplainedTests : Scenario
{
    [Fact]
    public async Task A_merge_goes_on_under_the_other_id()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await PassAsync(Seconds(5));

        await AgreesAsync(Reason.AnotherAlertFires, Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { MergedInto = "Q2" });
    }

    [Fact]
    public async Task What_was_heard_of_in_merges_only_fires_for_the_host_that_it_names()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await PassAsync(Seconds(5));
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { MergedInto = "Q2" }, Stop);
        await PassAsync(Seconds(5));

        await AgreesAsync(Reason.HostDown, Given.Paged("compute2", "Q2"));
    }

    [Fact]
    public async Task Of_an_alert_without_a_host_an_older_event_is_superseded()
    {
        await Given.DeliverAsync(Given.Paged("nosuch", "Q1", AlertStatus.Resolved), Stop);

        await AgreesAsync(Reason.Superseded, Given.Paged("nosuch", "Q1", ago: Minutes(1)));
    }

    [Fact]
    public async Task An_end_finds_the_record_of_a_host_that_Nova_no_longer_lists()
    {
        await FireAsync("compute1", "f1");
        Cloud.Gone.Add("compute1");
        await Given.Auditor.RunAsync(Stop);

        await AgreesAsync(Reason.AnotherAlertFires, Given.Alert("compute1", "f2", AlertStatus.Resolved));
    }

    [Fact]
    public async Task What_is_decided_without_a_look_is_so_whatever_it_shows_and_it_is_told()
    {
        await FireAsync("compute1", "f1");
        await PassAsync(Seconds(10));
        Cloud.Unset("compute1");

        (await AgreesAsync(Reason.AlreadyDown, Given.Alert("compute1", "f1"))).Values.GetProperty("seen").GetString().Should().NotBe(nameof(SeenAs.NotLooked));
    }

    [Fact]
    public async Task In_a_drill_it_says_what_would_be_done()
    {
        await Given.Pauses.DrillAsync("compute10", Minutes(15), "exercise", "test", Stop);

        (await AgreesAsync(Reason.ObserveOnly, Given.Alert("compute10", "f1"))).Reason.Should().Contain("would have forced down");
    }

    [Fact]
    public async Task What_keeps_an_unset_back_that_would_be_sent_at_once_is_told()
    {
        await OpenAsync();
        await FireAsync("compute1", "f1");
        Cloud.Twice.Add("compute1");

        await AgreesAsync(Reason.AmbiguousHost, Given.Alert("compute1", "f1", AlertStatus.Resolved));
    }

    [Fact]
    public async Task Of_one_delivery_what_fires_comes_first_and_what_would_be_sent_counts_as_done()
    {
        await OpenAsync();
        await FireAsync("compute1", "f1");

        await AgreeAsync(
            [Reason.AnotherAlertFires, Reason.AlreadyDown, Reason.HostDown, Reason.LastAlertResolved],
            Given.Alert("compute1", "f1", AlertStatus.Resolved),
            Given.Alert("compute1", "f2"),
            Given.Alert("compute2", "f3"),
            Given.Alert("compute2", "f3", AlertStatus.Resolved));
    }

    [Fact]
    public async Task While_no_host_is_known_it_is_to_be_delivered_again()
    {
        await OpenAsync();
        await using var elsewhere = await Hosts.Installation.CreateAsync(Stop);
        elsewhere.Cloud.ListsNothing = true;
        await elsewhere.Opening.OpenAsync(Stop);
        var alert = elsewhere.Alert("compute1", "f1");

        var explained = await elsewhere.Explainer.ExplainAsync([alert], Stop);
        var answered = await elsewhere.DeliverAsync(alert, Stop);

        answered.Verdict.Kind.Should().Be(VerdictKind.Failed);
        explained.Should().BeOfType<LedgerResult<IReadOnlyList<Explanation>>.Ok>().Which.Value[0].Should().BeEquivalentTo(new { Verdict = answered.Verdict.Kind, Reason = answered.Verdict.Text });
    }

    private async Task<Explanation> AgreesAsync(Reason reason, AlertEvent alert) => (await AgreeAsync([reason], alert))[0];

    private async Task<IReadOnlyList<Explanation>> AgreeAsync(Reason[] reasons, params AlertEvent[] alerts)
    {
        var explained = ((LedgerResult<IReadOnlyList<Explanation>>.Ok)await Given.Explainer.ExplainAsync(alerts, Stop)).Value;
        var answered = await Given.DeliverAsync(alerts, Stop);

        answered.Select(one => one.Verdict.Reason).Should().Equal(reasons);
        explained.Select(one => (one.Host, one.Verdict, Title(one.Reason))).Should().Equal(answered.Select(one => (one.Host, one.Verdict.Kind, one.Verdict.Reason.Title())));
        return explained;

        static string Title(string reason) => reason.Split(": ", 2)[0];
    }
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Alerts that a full record has no room for: whose they are is known all the same.</summary>
public sealed class ForgottenAlertsTests : Scenario
{
    [Fact]
    public async Task One_that_made_room_is_not_heard_first_for_the_host_that_its_title_names_later()
    {
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(20)), Stop)).Verdict.Reason.Should().Be(Reason.TooOld);
        await FillAsync(HostRecord.MaxAlerts);
        (await Given.RecordAsync("compute1", Stop))!.Find("pagerduty", "Q1").Should().BeNull("it made room");

        var outcome = await Given.DeliverAsync(Given.Paged("compute2", "Q1"), Stop);

        outcome.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.NamesAnotherHost });
        Cloud.Has("compute2").Should().BeFalse();
    }

    [Fact]
    public async Task Nor_is_one_that_found_no_room()
    {
        await FillAsync(HostRecord.MaxAlerts);
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop)).Verdict.Reason.Should().Be(Reason.LedgerFull);

        var outcome = await Given.DeliverAsync(Given.Paged("compute2", "Q1"), Stop);

        outcome.Verdict.Kind.Should().Be(VerdictKind.Held);
        await PassAsync(Minutes(5));
        Cloud.Has("compute2").Should().BeFalse();
    }

    [Fact]
    public async Task Where_somebody_has_damaged_the_row_each_of_them_is_still_its_host_s()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(20)), Stop);
        await FillAsync(HostRecord.MaxAlerts);
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop)).Verdict.Reason.Should().Be(Reason.LedgerFull);
        var row = (await RowsAsync(LedgerKey.ForgottenPrefix)).Single();
        await Given.Ledger.CommitAsync(new LedgerCommit([new RowWrite(row.Key, "{", row.Version)], []), Stop);
        Given.Clock.Advance(TimeSpan.FromDays(9));
        Cloud.Report("compute12");

        (await Given.Auditor.RunAsync(Stop)).Findings.Should().Contain(finding => finding.ToDo.Contains(row.Key, StringComparison.Ordinal));

        (await Given.AsideAsync("pagerduty", "Q1", Stop)).Should().BeNull("it waits no more");
        (await Given.DeliverAsync(Given.Paged("compute2", "Q1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Held);
        Cloud.Has("compute2").Should().BeFalse();
    }

    [Fact]
    public async Task One_that_comes_back_is_decided_as_ever()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(20)), Stop);
        await FillAsync(HostRecord.MaxAlerts);
        await ResolveAsync("compute1", "f0");

        (await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop)).Verdict.Reason.Should().Be(Reason.AlreadyDown);

        (await Given.RecordAsync("compute1", Stop))!.Find("pagerduty", "Q1")!.WantsDown.Should().BeTrue();
        (await RowsAsync(LedgerKey.ForgottenPrefix)).Should().ContainSingle().Which.Json.Should().Contain("f0").And.NotContain("Q1");
    }

    [Fact]
    public async Task So_many_are_known_and_no_more_and_all_are_forgotten_with_their_host()
    {
        await FillAsync(HostRecord.MaxAlerts - 1);
        for (var number = 0; number < ForgottenAlerts.Most + 10; number++)
            await Given.DeliverAsync(Given.Paged("compute1", $"Q{number}", ago: Minutes(20)), Stop);

        (await RowsAsync(LedgerKey.AlertPrefix)).Should().HaveCount(HostRecord.MaxAlerts + ForgottenAlerts.Most);

        await Given.UnsetAsync("compute1", Stop);
        for (var number = 0; number < HostRecord.MaxAlerts - 1; number++)
            await ResolveAsync("compute1", $"f{number}");
        await Given.DeliverAsync(Given.Paged("compute1", $"Q{ForgottenAlerts.Most + 9}", AlertStatus.Resolved), Stop);
        Given.Clock.Advance(TimeSpan.FromDays(9));
        Cloud.Report("compute12");
        await Given.Auditor.RunAsync(Stop);
        Given.Clock.Advance(Minutes(61));
        Cloud.Report("compute12");
        await Given.Auditor.RunAsync(Stop);

        (await Given.RecordAsync("compute1", Stop)).Should().BeNull();
        (await RowsAsync(LedgerKey.AlertPrefix)).Should().BeEmpty();
        (await RowsAsync(LedgerKey.ForgottenPrefix)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_that_made_room_or_found_none_is_newer_than_what_it_ended_wherever_that_comes_after_it(bool madeRoom)
    {
        await FillAsync(madeRoom ? HostRecord.MaxAlerts - 1 : HostRecord.MaxAlerts);
        var fired = Given.Paged("compute1", "Q1", ago: Minutes(1));
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved), Stop);
        if (madeRoom)
            await FireAsync("compute1", "last");
        (await Given.RecordAsync("compute1", Stop))!.Find("pagerduty", "Q1").Should().BeNull();

        var outcome = await Given.DeliverAsync(fired, Stop);

        outcome.Verdict.Reason.Should().Be(Reason.Superseded);
        await ResolveAsync("compute1", "f0");
        await PassAsync(Minutes(10));
        (await Given.RecordAsync("compute1", Stop))!.Find("pagerduty", "Q1").Should().BeNull("it has ended");
    }

    [Fact]
    public async Task One_that_was_overruled_and_fires_anew_for_another_host_is_not_let_through_by_the_end_that_came_before()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await Given.UnsetAsync("compute1", Stop);
        Given.Clock.Advance(Minutes(10));
        (await Given.DeliverAsync(Given.Paged("compute2", "Q1"), Stop)).Verdict.Reason.Should().Be(Reason.NamesAnotherHost);
        await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved, ago: Seconds(30)), Stop);

        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeFalse();
        Cloud.Has("compute2").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.Find("pagerduty", "Q1")!.Held!.Reason.Should().Be(Reason.NamesAnotherHost);
    }

    private async Task FillAsync(int alerts)
    {
        for (var number = 0; number < alerts; number++)
            await FireAsync("compute1", $"f{number}");
    }

    private async Task<IEnumerable<LedgerRow>> RowsAsync(string prefix) =>
        ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await Given.Ledger.ReadAllAsync(Stop)).Value.Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal));
}

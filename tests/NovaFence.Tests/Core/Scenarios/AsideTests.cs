using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>An alert that waits beside the records, because its host was not known when it came.</summary>
public sealed class AsideTests : Scenario
{
    private static readonly string Key = LedgerKey.Unresolved("alertmanager:f1");

    [Fact]
    public async Task One_that_a_record_has_taken_meanwhile_is_decided_there_alone()
    {
        (await FireAsync("compute21", "f1")).Verdict.Reason.Should().Be(Reason.UnknownHost);
        var row = (await RowAsync())!;
        Cloud.Hosts = 21;
        Given.Clock.Advance(Minutes(1));
        (await FireAsync("compute21", "f1")).Host.Should().Be("compute21");
        (await RowAsync()).Should().BeNull();
        var before = (await Given.RecordAsync("compute21", Stop))!.Alerts;
        // A commit of before, which the store has carried out only now.
        (await Given.Ledger.CommitAsync(new LedgerCommit([new RowWrite(Key, row.Json, null)], []), Stop)).Should().BeOfType<CommitResult.Committed>();

        await Given.Auditor.RunAsync(Stop);

        (await RowAsync()).Should().BeNull();
        (await Given.RecordAsync("compute21", Stop))!.Alerts.Select(alert => alert.Fingerprint).Should().Equal(before.Select(alert => alert.Fingerprint));
    }

    [Fact]
    public async Task One_whose_host_is_listed_by_now_is_taken_by_the_audit_and_decided_anew()
    {
        await FireAsync("compute21", "f1");
        Cloud.KillAll();
        Cloud.Boot("compute12");
        Cloud.Hosts = 21;
        Given.Clock.Advance(Minutes(2));

        await Given.Auditor.RunAsync(Stop);

        (await RowAsync()).Should().BeNull();
        (await Given.RecordAsync("compute21", Stop))!.Alerts.Should().ContainSingle().Which.Fingerprint.Should().Be("f1");
        Cloud.Has("compute21").Should().BeTrue();
    }

    [Fact]
    public async Task One_that_was_too_old_when_it_came_is_no_younger_when_its_host_is_listed()
    {
        var old = await Given.DeliverAsync(Given.Paged("compute21", "Q1", ago: Minutes(20)), Stop);
        old.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.TooOld });
        Cloud.KillAll();
        Cloud.Boot("compute12");
        Cloud.Hosts = 21;
        Given.Clock.Advance(Minutes(2));

        (await Given.Auditor.RunAsync(Stop)).Findings.Should().Contain(finding => finding.Host == "compute21" && finding.NeedsAPerson);
        await PassAsync(Minutes(5));

        Cloud.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_resumed_there_waits_for_the_window_in_the_record_too(bool isRepeated)
    {
        Cloud.Gone.Add("compute1");
        await Given.Auditor.RunAsync(Stop);
        var alert = Given.Alert("compute1", "f1", ago: Seconds(10));
        await Given.DeliverAsync(alert, Stop);
        await ResolveAsync("compute1", "f1");
        await Given.DeliverAsync(alert, Stop);
        Cloud.Gone.Clear();
        Given.Clock.Advance(Seconds(20));
        if (isRepeated)
            (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Pending);

        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Seconds(60));

        Cloud.Puts.Should().BeEmpty("it may be an echo until the window ends");
        await PassAsync(Seconds(30));
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_repeat_that_no_route_takes_leaves_it_waiting()
    {
        await FireAsync("compute21", "f1");

        (await FireAsync("compute21", "f1", "no route takes this")).Verdict.Reason.Should().Be(Reason.NoRoute);

        (await Given.AsideAsync("alertmanager", "f1", Stop))!.Held!.Reason.Should().Be(Reason.UnknownHost);
        (await Given.FindingAsync("compute21", Stop))!.NeedsAPerson.Should().BeTrue();
    }

    [Theory]
    [InlineData(17, 20, 8)]
    [InlineData(16, 255, 8)]
    [InlineData(1, 20, 40_000)]
    public async Task One_that_names_more_than_is_kept_waits_and_the_audit_goes_on(int names, int length, int place)
    {
        var alert = Given.Alert("nobody", "f1") with
        {
            // Letters that take six characters each in JSON.
            Mentions = [.. Enumerable.Range(1, names).Select(number => new HostMention(new string('\ue000', place), $"{number}".PadLeft(length, '\ue000')))],
        };
        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.UnknownHost);
        (await RowAsync()).Should().NotBeNull();
        await FireAsync("compute22", "f2");
        Cloud.Hosts = 22;
        Given.Clock.Advance(Minutes(2));

        var report = await Given.Auditor.RunAsync(Stop);

        report.Failure.Should().BeNull();
        (await RowAsync()).Should().NotBeNull();
        (await Given.RecordAsync("compute22", Stop))!.Alerts.Should().ContainSingle();
    }

    [Fact]
    public async Task A_name_without_end_breaks_nothing()
    {
        var alert = Given.Alert("compute1", "f1");
        var named = alert with { Labels = new Dictionary<string, string>(alert.Labels, StringComparer.Ordinal) { ["alertname"] = new string('x', 40_000) } };

        var outcomes = await Given.DeliverAsync([named, Given.Alert("compute2", "f2")], Stop);

        outcomes.Select(outcome => outcome.Verdict.Kind).Should().Equal(VerdictKind.ForceDown, VerdictKind.ForceDown);
    }

    private async Task<LedgerRow?> RowAsync() => ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await Given.Ledger.ReadAsync([Key], Stop)).Value.SingleOrDefault();
}

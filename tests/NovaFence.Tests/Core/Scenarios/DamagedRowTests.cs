using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Somebody has written to the ledger by hand: the row of one host cannot be read.</summary>
public sealed class DamagedRowTests : Scenario
{
    private const string Row = "host:COMPUTE2";
    private const string Fleet = "fleet:0000";

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"host":"compute2","state":"hovering"}""")]
    [InlineData("""{"host":"compute2","state":7}""")]
    [InlineData("""{"host":"compute2","alerts":[null]}""")]
    [InlineData("""{"host":"compute2","attempt":{}}""")]
    [InlineData("""{"host":"compute3"}""")]
    public async Task All_other_hosts_go_on_and_a_person_is_told(string json)
    {
        await WriteAsync(json);

        var outcomes = await Given.DeliverAsync([Given.Alert("compute2", "f2"), Given.Alert("compute1", "f1")], Stop);

        outcomes.Should().BeEquivalentTo([new { Verdict = new { Kind = VerdictKind.Failed, Reason = Reason.LedgerUnavailable }, MayPass = true }, new { Verdict = new { Kind = VerdictKind.ForceDown, Reason = Reason.HostDown }, MayPass = false }]);
        Cloud.Puts.Should().Equal(("compute1", true));
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeFalse("the timer goes on too");
        var report = await Given.Auditor.RunAsync(Stop);
        report.Failure.Should().BeNull();
        report.Findings.Should().BeEquivalentTo([new { Host = Finding.NoHost, Kind = FindingKind.LedgerInconsistent }, new { Host = "compute2", Kind = FindingKind.LedgerInconsistent }]);
        report.Findings[0].ToDo.Should().Contain(Row);
        (await Given.Status.LookAsync(Stop)).Because.Should().Contain(because => because.Contains(Row, StringComparison.Ordinal)).And.Contain("compute2 needs a person");
    }

    [Fact]
    public async Task An_operator_s_word_about_it_is_refused_and_taken_when_it_is_mended()
    {
        await WriteAsync("{");
        (await Given.ForceDownAsync("compute2", Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Failed, Reason = Reason.LedgerUnavailable });
        Cloud.Puts.Should().BeEmpty();
        await WriteAsync(null);
        (await Given.Auditor.RunAsync(Stop)).Findings.Should().BeEmpty();

        (await Given.ForceDownAsync("compute2", Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"hosts":null}""")]
    [InlineData("""{"hosts":[null]}""")]
    [InlineData("""{"hosts":[{}]}""")]
    public async Task Where_it_is_the_fleet_s_hosts_are_looked_at_all_the_same(string json)
    {
        await WriteAsync(json, Fleet);
        Cloud.ForceDown("compute1");
        await using var restarted = Given.Another(Settling);
        (await restarted.Opening.OpenAsync(Stop)).Should().BeNull();

        (await restarted.DeliverAsync(restarted.Alert("compute1", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.Foreign);
        (await restarted.DeliverAsync(restarted.Alert("compute12", "f2"), Stop)).Verdict.Reason.Should().Be(Reason.Contradicted);

        Cloud.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData("audit", "{")]
    [InlineData("audit-claim", "[]")]
    [InlineData("probe", "{")]
    [InlineData("audit", "{}")]
    [InlineData("findings:0000", "{}")]
    [InlineData("findings:0000", """{"findings":[null]}""")]
    [InlineData("findings:0000", """{"findings":[{"host":"compute1","kind":"of a later version","state":"down","did":"","to_do":"","since":"2026-11-22T03:00:00Z"}]}""")]
    public async Task Where_it_is_the_audit_s_the_next_one_writes_it_anew(string row, string json)
    {
        await FireAsync("compute1", "f1", "manually");
        await WriteAsync(json, row);

        var report = await Given.Auditor.RunAsync(Stop);

        report.Failure.Should().BeNull();
        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = "compute1", Kind = FindingKind.InSync });
    }

    [Theory]
    [InlineData("unresolved:alertmanager:f9", "{")]
    [InlineData("unresolved:alertmanager:f9", """{"name":"compute21","alert":null}""")]
    [InlineData("alert:alertmanager:f9", "{")]
    [InlineData("alert:alertmanager:f9", """{"hosts":null}""")]
    [InlineData("unresolved:alertmanager:f9", "{}")]
    [InlineData("unresolved:alertmanager:f9", """{"name":"compute21","alert":{"receiver":"alertmanager","fingerprint":"f8","status":"firing"}}""")]
    [InlineData("alert:alertmanager:f9", "{}")]
    [InlineData("alert:alertmanager:f9", """{"hosts":[null]}""")]
    [InlineData("forgotten:COMPUTE2", "{")]
    [InlineData("forgotten:COMPUTE2", """{"alerts":[null]}""")]
    [InlineData("pauses2", "{")]
    [InlineData("pauses2", "{}")]
    [InlineData("pauses2", """{"all":[{}]}""")]
    [InlineData("pauses2", """{"all":null}""")]
    [InlineData("host:COMPUTE2", """{"host":"compute2","alerts":null}""")]
    [InlineData("host:COMPUTE2", """{"host":null}""")]
    public async Task Where_not_all_hosts_need_it_the_others_go_on_and_the_audit_says_which(string row, string json)
    {
        await WriteAsync(json, row);
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        (await FireAsync("compute22", "f8")).Verdict.Reason.Should().Be(Reason.UnknownHost);
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeFalse();
        var report = await Given.Auditor.RunAsync(Stop);
        report.Failure.Should().BeNull();
        report.Findings.Should().Contain(finding => finding.Kind == FindingKind.LedgerInconsistent && finding.ToDo.Contains(row, StringComparison.Ordinal));
        await WriteAsync(null, row);
        (await Given.Auditor.RunAsync(Stop)).Findings.Should().NotContain(finding => finding.Kind == FindingKind.LedgerInconsistent);
    }

    [Theory]
    [InlineData("places", "{")]
    [InlineData("places", "{}")]
    [InlineData("places", """{"places":null}""")]
    [InlineData("places", """{"places":[null]}""")]
    [InlineData("alerting", "{")]
    [InlineData("alerting", "{}")]
    [InlineData("alerting", """{"seen":null}""")]
    public async Task Where_it_is_needed_for_all_hosts_the_audit_says_which(string row, string json)
    {
        await FireAsync("compute2", "f2");
        await WriteAsync(json, row);

        var report = await Given.Auditor.RunAsync(Stop);

        report.Findings.Select(finding => finding.ToDo).Append(report.Failure).Should().Contain(said => said != null && said.Contains(row, StringComparison.Ordinal));
        (await FireAsync("compute1", "f1")).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Failed, Reason = Reason.LedgerUnavailable });
        (await Given.Checkup.CheckAsync(Stop)).Should().Contain(line => line.Result == CheckResult.Failed && line.Found.Contains(row, StringComparison.Ordinal));
        (await Given.Directory.ListAsync(Stop)).Should().Match<object>(answer => answer is LedgerResult<IReadOnlyList<HostView>>.Ok || answer is LedgerResult<IReadOnlyList<HostView>>.Unavailable);
        await WriteAsync(null, row);
        // What is counted is not there as long as the process lives that knew it.
        var repaired = row == LedgerKey.Budget ? Given.Another() : null;
        (await (repaired ?? Given).Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        if (repaired is not null)
            await repaired.DisposeAsync();
    }

    [Fact]
    public async Task Where_it_is_the_watchdog_s_the_next_time_it_is_heard_writes_it_anew()
    {
        await OpenAsync(Settling, ("NovaFence:Watchdog:Receiver", "alertmanager"), ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""));
        await WriteAsync("{", "watchdog");
        (await Given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Kind.Should().Be(FindingKind.MonitoringSilent);

        (await FireAsync("nobody", "Watchdog")).Verdict.Reason.Should().Be(Reason.Watchdog);

        (await Given.Auditor.RunAsync(Stop)).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_row_that_was_copied_from_another_host_s_acts_on_neither()
    {
        await FireAsync("compute1", "f1");
        var copy = (await RowAsync("host:COMPUTE1"))!.Json;
        await WriteAsync(copy);

        (await FireAsync("compute2", "f2")).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Failed, Reason = Reason.LedgerUnavailable });
        (await Given.UnsetAsync("compute2", Stop)).Verdict.Kind.Should().Be(VerdictKind.Failed);

        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.Directory.ListAsync(Stop)).Should().BeOfType<LedgerResult<IReadOnlyList<HostView>>.Ok>()
            .Which.Value.Where(view => view.Host is "compute1" or "compute2").Should().BeEquivalentTo([new { Host = "compute1", State = HostState.Down, NeedsAPerson = false }, new { Host = "compute2", State = HostState.Clear, NeedsAPerson = true }]);
        await WriteAsync(null);
        (await FireAsync("compute2", "f2")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task A_host_whose_row_is_damaged_while_it_is_down_is_not_said_to_be_another_hand_s()
    {
        await FireAsync("compute2", "f2");
        await WriteAsync("{");

        (await Given.FindingAsync("compute2", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.LedgerInconsistent });
        (await Given.ViewAsync("compute2", Stop)).ToDo.Should().StartWith("its row in the ledger is not as NovaFence writes it");
    }

    [Fact]
    public async Task Over_an_edited_event_of_an_audit_the_others_are_told()
    {
        await FireAsync("compute1", "f1", "agreeing");
        await Given.Auditor.RunAsync(Stop);
        await Given.Ledger.CommitAsync(new LedgerCommit([], [new LedgerEvent("- audit", Given.Clock.Now, "edited", "[1"), new LedgerEvent("- audit", Given.Clock.Now, "of a later version", """{"kind":"audit","audit":{"findings":[{"kind":"new"}]}}""")]), Stop);

        (await Given.History.RecentAsync(5, Stop)).Should().BeOfType<LedgerResult<IReadOnlyList<AuditReport>>.Ok>();
        (await Given.Status.LookAsync(Stop)).Audit.NeedAPerson.Should().Be(1);
    }

    private async Task<LedgerRow?> RowAsync(string key) => ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await Given.Ledger.ReadAsync([key], Stop)).Value.SingleOrDefault();

    /// <summary>Behind the back of every instance; they read it at the next audit.</summary>
    private async Task WriteAsync(string? json, string row = Row)
    {
        (await Given.Ledger.CommitAsync(new LedgerCommit([new RowWrite(row, json, (await RowAsync(row))?.Version)], []), Stop)).Should().BeOfType<CommitResult.Committed>();
        await Given.Auditor.RunAsync(Stop);
    }
}

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
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"host":"compute2","state":"hovering"}""")]
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
        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = Finding.NoHost, Kind = FindingKind.LedgerInconsistent });
        report.Findings[0].ToDo.Should().Contain(Row);
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
    [InlineData("""{"hosts":null}""")]
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
    [InlineData("pauses2", "{")]
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
    [InlineData("places", """{"places":null}""")]
    [InlineData("alerting", "{")]
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

    /// <summary>Behind the back of every instance; they read it at the next audit.</summary>
    private async Task WriteAsync(string? json, string row = Row)
    {
        var rows = ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await Given.Ledger.ReadAsync([row], Stop)).Value;
        (await Given.Ledger.CommitAsync(new LedgerCommit([new RowWrite(row, json, rows.SingleOrDefault()?.Version)], []), Stop)).Should().BeOfType<CommitResult.Committed>();
        await Given.Auditor.RunAsync(Stop);
    }
}

using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>What earlier audits found, and since when.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.AtAsync(_clock, Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Before_the_first_there_is_none() => (await RecentAsync(_given)).Should().BeEmpty();

    [Fact]
    public async Task A_finding_says_since_when_whoever_audits()
    {
        var first = _clock.GetUtcNow();
        _given.Cloud.ForceDown("compute1");
        await AuditAsync(_given);
        await using var other = _given.Another();

        var report = await AuditAsync(other);

        report.Findings.Should().ContainSingle().Which.Since.Should().Be(first);
        (await RecentAsync(_given))[0].Should().BeEquivalentTo(report);
    }

    [Fact]
    public async Task One_that_went_away_and_came_back_is_new()
    {
        _given.Cloud.ForceDown("compute1");
        await AuditAsync(_given);
        _given.Cloud.Unset("compute1");
        await AuditAsync(_given);
        _given.Cloud.ForceDown("compute1");
        var third = _clock.GetUtcNow();

        (await AuditAsync(_given)).Findings.Should().ContainSingle().Which.Since.Should().Be(third);
    }

    [Fact]
    public async Task Only_what_is_new_makes_history()
    {
        await AuditAsync(_given);
        await AuditAsync(_given);
        _given.Cloud.ForceDown("compute1");
        await AuditAsync(_given);
        await AuditAsync(_given);
        await AuditAsync(_given);

        var recent = await RecentAsync(_given);

        // The last of all, and the one that first found it. That nothing was to be found at first is no news.
        recent.Select(report => (report.At.Minute, report.Findings.Count)).Should().Equal((4, 1), (2, 1));
    }

    [Fact]
    public async Task An_audit_that_could_not_be_carried_out_says_so_and_clears_nothing()
    {
        _given.Cloud.ForceDown("compute1");
        await AuditAsync(_given);
        _given.Cloud.ListsNothing = true;
        var away = _clock.GetUtcNow();
        await AuditAsync(_given);
        var failed = await AuditAsync(_given);

        failed.Should().BeEquivalentTo(new { FailingSince = away, NeedsAPerson = true });
        failed.Failure.Should().Contain("Nova did not answer");
        _given.Announced.Open.Select(finding => finding.Kind).Should().Equal(FindingKind.AuditFailed, FindingKind.Foreign);
        _given.Announced.Open[0].Since.Should().Be(away);
        _given.Announced.Cleared.Should().BeEmpty();
        (await RecentAsync(_given))[0].Findings.Should().ContainSingle(finding => finding.Kind == FindingKind.Foreign);

        _given.Cloud.ListsNothing = false;
        (await AuditAsync(_given)).FailingSince.Should().BeNull();
        _given.Announced.Cleared.Select(finding => finding.Kind).Should().Equal(FindingKind.AuditFailed);
    }

    [Fact]
    public async Task What_is_no_longer_the_case_is_announced_once()
    {
        _given.Cloud.ForceDown("compute1");
        await AuditAsync(_given);
        _given.Announced.Open.Should().ContainSingle(finding => finding.Host == "compute1");
        _given.Cloud.Unset("compute1");
        await AuditAsync(_given);
        _given.Announced.Open.Should().BeEmpty();
        _given.Announced.Cleared.Should().ContainSingle(finding => finding.Host == "compute1");

        await AuditAsync(_given);

        _given.Announced.Cleared.Should().BeEmpty();
    }

    [Fact]
    public async Task More_findings_than_a_row_holds_are_kept_all_the_same()
    {
        await using var given = await Installation.AtAsync(_clock, Stop);
        given.Cloud.Hosts = 60;
        foreach (var number in Enumerable.Range(1, 60))
            given.Cloud.ForceDown($"compute{number}");
        await AuditAsync(given);
        foreach (var number in Enumerable.Range(1, 40))
            given.Cloud.Unset($"compute{number}");
        (await RecentAsync(given))[0].Findings.Should().HaveCount(60);

        await AuditAsync(given);

        var recent = await RecentAsync(given);
        recent[0].Findings.Should().HaveCount(21, "one says that no place is left");
        recent[1].Should().BeEquivalentTo(new { LeftOut = 35 });
        recent[1].Findings.Should().HaveCount(25);
    }

    [Fact]
    public async Task What_waits_for_a_person_is_found()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "agreeing"), Stop);
        await _given.DeliverAsync(_given.Alert("compute99", "f2"), Stop);

        var report = await AuditAsync(_given);

        report.Findings.Select(finding => (finding.Host, finding.Kind)).Should().Equal(("compute1", FindingKind.Held), ("compute99", FindingKind.Held));
        report.Findings[0].ToDo.Should().StartWith("no evidence").And.Contain("novafence force-down compute1");
        report.NeedsAPerson.Should().BeTrue();
    }

    [Fact]
    public async Task What_is_down_already_waits_for_nobody()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "agreeing"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f2"), Stop);

        (await AuditAsync(_given)).Findings.Should().ContainSingle().Which.Kind.Should().Be(FindingKind.InSync);
    }

    private async Task<AuditReport> AuditAsync(Installation installation)
    {
        var report = await installation.Auditor.RunAsync(Stop);
        _clock.Advance(TimeSpan.FromMinutes(1));
        return report;
    }

    private static async Task<IReadOnlyList<AuditReport>> RecentAsync(Installation installation) =>
        ((LedgerResult<IReadOnlyList<AuditReport>>.Ok)await installation.History.RecentAsync(10, Stop)).Value;
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>A host that is down, and of which nobody says any more that it is.</summary>
public sealed class StaleTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.AtAsync(_clock, Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task After_so_long_without_a_repeat_a_person_is_asked()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        _clock.Advance(TimeSpan.FromHours(5) - TimeSpan.FromSeconds(1));
        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);

        _clock.Advance(TimeSpan.FromSeconds(1));

        var finding = await AuditAsync();
        finding.Should().BeEquivalentTo(new { Kind = FindingKind.Stale, State = HostState.Down });
        finding.ToDo.Should().Contain("2026-11-22 03:00:00Z");
        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_repeat_is_heard()
    {
        var alert = _given.Alert("compute1", "f1");
        await _given.DeliverAsync(alert, Stop);
        _clock.Advance(TimeSpan.FromHours(4));
        await _given.DeliverAsync(alert, Stop);
        _clock.Advance(TimeSpan.FromHours(4));

        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task What_is_told_once_is_stale_after_five_times_as_long()
    {
        await _given.DeliverAsync(_given.Paged("compute1", "Q1"), Stop);
        _clock.Advance(TimeSpan.FromHours(25) - TimeSpan.FromSeconds(1));
        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);

        _clock.Advance(TimeSpan.FromSeconds(2));

        (await AuditAsync()).Kind.Should().Be(FindingKind.Stale);
    }

    [Fact]
    public async Task Where_every_alert_that_repeats_has_ended_and_one_that_is_told_once_stands_its_resolved_is_awaited()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        await _given.DeliverAsync(_given.Paged("compute1", "Q1"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        _clock.Advance(TimeSpan.FromHours(5) - TimeSpan.FromSeconds(1));
        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);

        _clock.Advance(TimeSpan.FromSeconds(2));

        (await AuditAsync()).Kind.Should().Be(FindingKind.AwaitingResolved);
    }

    [Fact]
    public async Task What_was_taken_and_answered_by_nobody_is_stale_when_it_is_not_decided_anew_any_more_and_a_repeat_ends_that()
    {
        // By the reason that the PUT gave whoever comes later knows that it was NovaFence's.
        var disables = ("NovaFence:Fencing:Disable", "true");
        await using var died = await Installation.AtAsync(_clock, Stop, disables);
        var alert = died.Alert("compute1", "f1");
        died.Cloud.DuringPut = (_, _) =>
        {
            died.Ledger.Away = true;
            return Task.CompletedTask;
        };
        await died.DeliverAsync(alert, Stop);
        died.Ledger.Away = false;
        died.Cloud.DuringPut = (_, _) => Task.CompletedTask;
        // The process died before it answered: who comes after it does not know what it would have said.
        await using var restarted = died.Another(disables);
        await restarted.Opening.OpenAsync(Stop);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await AuditAsync(restarted)).Should().BeEquivalentTo(new { Kind = FindingKind.InSync, State = HostState.Down });
        _clock.Advance(TimeSpan.FromMinutes(13));
        (await AuditAsync(restarted)).Kind.Should().Be(FindingKind.InSync);

        _clock.Advance(TimeSpan.FromMinutes(2));
        (await AuditAsync(restarted)).Kind.Should().Be(FindingKind.Stale);
        await restarted.DeliverAsync(alert, Stop);
        _clock.Advance(TimeSpan.FromMinutes(16));

        (await AuditAsync(restarted)).Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task What_was_answered_and_only_not_stored_is_not_stale()
    {
        _given.Cloud.DuringPut = (_, _) =>
        {
            _given.Ledger.Away = true;
            return Task.CompletedTask;
        };
        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        _given.Ledger.Away = false;
        _given.Cloud.DuringPut = (_, _) => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromMinutes(16));

        (await AuditAsync()).Should().BeEquivalentTo(new { Kind = FindingKind.InSync, State = HostState.Down });
        (await _given.EventsAsync("compute1", Stop)).Should().ContainSingle(json => json.Contains("\"kind\":\"outcome\"", StringComparison.Ordinal)).Which.Should().Contain("put_sent_at").And.Contain("req-1");
    }

    [Fact]
    public async Task What_an_operator_forced_down_needs_no_alert()
    {
        await _given.ForceDownAsync("compute1", Stop);
        _clock.Advance(TimeSpan.FromDays(3));

        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task A_resolved_alert_is_not_stale_but_over_and_what_is_released_by_an_operator_asks_for_one()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "manually"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved, "manually"), Stop);
        _clock.Advance(TimeSpan.FromDays(3));

        (await AuditAsync()).Kind.Should().Be(FindingKind.AwaitingOperator);
    }

    private async Task<Finding> AuditAsync(Installation? by = null) => (await (by ?? _given).Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Subject;
}

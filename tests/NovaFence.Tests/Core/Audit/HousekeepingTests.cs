using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>What is removed because it is old, and what is not however old it is.</summary>
public sealed class HousekeepingTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.AtAsync(_clock, Stop, ("NovaFence:Audit:KeepEvents", "10.00:00:00"));

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task The_record_of_a_host_that_is_well_goes_when_no_event_can_be_so_late()
    {
        await DownAndUpAsync();
        await AuditAfterAsync(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        (await HasRecordAsync()).Should().BeTrue();

        await AuditAfterAsync(TimeSpan.FromHours(1));

        (await HasRecordAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_host_that_is_down_stays()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "manually"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved, "manually"), Stop);

        await AuditAfterAsync(TimeSpan.FromDays(400));

        (await _given.ViewAsync("compute1", Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task An_alert_that_is_held_stays_with_its_host()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "agreeing"), Stop);

        await AuditAfterAsync(TimeSpan.FromDays(400));

        (await _given.ViewAsync("compute1", Stop)).Held.Should().BeTrue();
    }

    [Fact]
    public async Task What_an_operator_overruled_lately_stays()
    {
        await DownAndUpAsync();
        _clock.Advance(TimeSpan.FromDays(7));
        await _given.CommandAsync(new OperatorCommand("compute1", false, "to be sure", "test"), Stop);

        await AuditAfterAsync(TimeSpan.FromHours(1));

        (await HasRecordAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_hold_of_no_host_that_nobody_repeats_goes_and_leaves_a_word()
    {
        await _given.DeliverAsync(_given.Alert("compute99", "f1"), Stop);
        await AuditAfterAsync(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        (await _given.ViewAsync("compute99", Stop)).Held.Should().BeTrue();

        await AuditAfterAsync(TimeSpan.FromHours(1));

        (await _given.Directory.FindAsync("compute99", Stop)).Should().BeEquivalentTo(new LedgerResult<HostView?>.Ok(null));
        (await _given.EventsAsync("compute99", Stop)).Should().Contain(json => json.Contains("\"kind\":\"expired\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Old_events_go_and_young_ones_stay()
    {
        await DownAndUpAsync();
        var many = (await _given.EventsAsync("compute1", Stop)).Count;
        _clock.Advance(TimeSpan.FromDays(9));
        await _given.DeliverAsync(_given.Alert("compute1", "f2"), Stop);
        await AuditAfterAsync(TimeSpan.FromHours(1));
        (await _given.EventsAsync("compute1", Stop)).Count.Should().BeGreaterThan(many);

        await AuditAfterAsync(TimeSpan.FromDays(2));

        (await _given.EventsAsync("compute1", Stop)).Should().OnlyContain(json => json.Contains("\"2026-12-01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_done_once_an_hour_and_not_with_every_audit()
    {
        await AuditAfterAsync(TimeSpan.Zero);
        await AuditAfterAsync(TimeSpan.FromMinutes(59));
        _given.Ledger.Removals.Should().Be(1);

        await AuditAfterAsync(TimeSpan.FromMinutes(1));

        _given.Ledger.Removals.Should().Be(2);
    }

    [Fact]
    public async Task A_clock_that_leapt_ahead_of_Nova_s_reports_removes_nothing()
    {
        await DownAndUpAsync();
        await AuditAfterAsync(TimeSpan.Zero);
        var events = (await _given.EventsAsync("compute1", Stop)).Count;

        // The hosts report by a clock that did not leap, which looks as if they had died.
        _given.Cloud.KillAll();
        await AuditAfterAsync(TimeSpan.FromDays(400));

        (await _given.EventsAsync("compute1", Stop)).Count.Should().BeGreaterThanOrEqualTo(events);
        (await HasRecordAsync()).Should().BeTrue();
    }

    private async Task DownAndUpAsync()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
    }

    private async Task AuditAfterAsync(TimeSpan time)
    {
        _clock.Advance(time);
        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
    }

    private async Task<bool> HasRecordAsync() =>
        ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await _given.Ledger.ReadAsync([LedgerKey.Host("compute1")], Stop)).Value.Count > 0;
}

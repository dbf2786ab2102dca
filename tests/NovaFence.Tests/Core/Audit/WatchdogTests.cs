using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>An alert that always fires, and what it means that it is no longer heard.</summary>
public sealed class WatchdogTests : IAsyncLifetime
{
    private static readonly (string, string)[] Watchdog =
    [
        ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""), ("NovaFence:Watchdog:Hold", "true"), ("NovaFence:Storm:MinHosts", "2"), ("NovaFence:Storm:MaxShare", "0.05"),
    ];

    private readonly TestClock _clock = new();
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.AtAsync(_clock, Stop, Watchdog);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task It_is_heard_and_of_no_host()
    {
        var outcome = await HearAsync(_given);

        outcome.Should().BeEquivalentTo(new { Verdict = new Verdict(VerdictKind.Ignored, Reason.Watchdog, "the monitoring is alive"), Host = (string?)null, MayPass = false });
        (await _given.Auditor.RunAsync(Stop)).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task When_it_is_no_longer_heard_a_person_is_asked()
    {
        await HearAsync(_given);
        _clock.Advance(TimeSpan.FromMinutes(14));
        (await _given.Auditor.RunAsync(Stop)).Findings.Should().BeEmpty();

        _clock.Advance(TimeSpan.FromSeconds(61));

        var report = await _given.Auditor.RunAsync(Stop);
        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = "-", Kind = FindingKind.MonitoringSilent });
        report.Findings[0].ToDo.Should().Contain("has not been heard since 2026-11-22 03:00:00Z");
        report.NeedsAPerson.Should().BeTrue();
    }

    [Fact]
    public async Task One_that_was_heard_by_a_clock_that_was_ahead_is_missed_when_it_is_no_longer_heard()
    {
        await HearAsync(_given);
        _clock.SetBack(TimeSpan.FromHours(1));
        await HearAsync(_given);

        _clock.Advance(TimeSpan.FromMinutes(16));

        (await _given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Kind.Should().Be(FindingKind.MonitoringSilent);
    }

    [Fact]
    public async Task One_that_was_never_heard_is_missed_too() =>
        (await _given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.ToDo.Should().Contain("was never heard");

    [Fact]
    public async Task Its_end_says_nothing_and_it_is_missed_when_it_is_no_longer_heard()
    {
        await HearAsync(_given);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await HearAsync(_given, AlertStatus.Resolved);

        (await _given.Auditor.RunAsync(Stop)).Findings.Should().BeEmpty();
        _clock.Advance(TimeSpan.FromMinutes(15));
        (await _given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Kind.Should().Be(FindingKind.MonitoringSilent);
    }

    [Fact]
    public async Task One_that_fires_because_its_rule_has_no_data_says_that_the_monitoring_is_not_alive()
    {
        var outcome = await _given.DeliverAsync(Watch(_given) with { FiresBlind = true }, Stop);

        outcome.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Ignored, Reason = Reason.NoData });
        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.MonitoringSilent);
        (await _given.Auditor.RunAsync(Stop)).Findings.Should().Contain(finding => finding.Kind == FindingKind.MonitoringSilent);
    }

    [Fact]
    public async Task While_it_is_silent_what_its_receiver_says_is_not_believed_until_it_is_heard_again()
    {
        var alert = _given.Alert("compute1", "f1");
        var held = await _given.DeliverAsync(alert, Stop);
        held.Verdict.Kind.Should().Be(VerdictKind.Held);
        held.Verdict.Text.Should().StartWith("monitoring silent: its watchdog has not been heard");
        _given.Cloud.Puts.Should().BeEmpty();

        await HearAsync(_given);

        (await _given.DeliverAsync(alert, Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task What_another_instance_has_heard_counts_at_once()
    {
        await using var other = _given.Another(Watchdog);
        (await other.DeliverAsync(other.Alert("compute1", "f1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Held);

        await HearAsync(_given);

        (await other.DeliverAsync(other.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task What_resolves_meanwhile_is_unset()
    {
        await HearAsync(_given);
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        _clock.Advance(TimeSpan.FromHours(1));

        (await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop)).State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task Without_the_hold_it_is_a_finding_and_no_more()
    {
        await using var lenient = await Installation.AtAsync(_clock, Stop, ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""));

        (await lenient.DeliverAsync(lenient.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
        (await lenient.Auditor.RunAsync(Stop)).Findings.Should().Contain(finding => finding.Kind == FindingKind.MonitoringSilent);
    }

    [Fact]
    public async Task The_storm_breaker_does_not_count_what_host_it_carries()
    {
        await HearAsync(_given);
        await _given.DeliverAsync(_given.Alert("compute3", "own") with { Labels = new Dictionary<string, string> { ["host"] = "compute3", [AlertEvent.OwnLabel] = "foreign" } }, Stop);

        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task An_own_finding_that_comes_back_forces_nothing_down()
    {
        await HearAsync(_given);
        var alert = _given.Alert("compute1", "own");
        var outcome = await _given.DeliverAsync(alert with { Labels = new Dictionary<string, string>(alert.Labels) { [AlertEvent.OwnLabel] = "foreign" } }, Stop);

        outcome.Verdict.Kind.Should().Be(VerdictKind.Ignored);
        outcome.Verdict.Text.Should().StartWith("own finding");
        _given.Cloud.Puts.Should().BeEmpty();
    }

    private static Task<Outcome> HearAsync(Installation installation, AlertStatus status = AlertStatus.Firing) => installation.DeliverAsync(Watch(installation, status), Stop);

    private static AlertEvent Watch(Installation installation, AlertStatus status = AlertStatus.Firing) => installation.Alert("compute2", "w1", status) with
    {
        Labels = new Dictionary<string, string> { ["alertname"] = "Watchdog", ["host"] = "compute2", ["release"] = "immediately" },
    };
}

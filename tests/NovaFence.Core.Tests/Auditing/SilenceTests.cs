using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Alerts;
using NovaFence.Core.Auditing;
using NovaFence.Core.Fencing;
using NovaFence.Core.Tests.Fencing;

namespace NovaFence.Core.Tests.Auditing;

/// <summary>A host that is down, and of which nobody says any more that it is.</summary>
public sealed class SilenceTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));
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
        finding.Should().BeEquivalentTo(new { Kind = FindingKind.Silent, State = FenceState.Down });
        finding.ToDo.Should().Contain("2026-11-22 03:00:00Z");
        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_repeat_is_heard()
    {
        var alert = _given.Alert("compute1", "f1");
        await _given.DeliverAsync(alert, Stop);
        _clock.Advance(TimeSpan.FromHours(4));
        await _given.DeliverAsync(alert with { ReceivedAt = _clock.GetUtcNow() }, Stop);
        _clock.Advance(TimeSpan.FromHours(4));

        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task What_is_told_once_is_never_silent()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1") with { TellsOfAMoment = true }, Stop);
        _clock.Advance(TimeSpan.FromDays(3));

        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task What_an_operator_forced_down_needs_no_alert()
    {
        await _given.CommandAsync(new OperatorCommand("compute1", true, "it burns", "test"), Stop);
        _clock.Advance(TimeSpan.FromDays(3));

        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task A_resolved_alert_is_not_silent_but_over()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "manually"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved, "manually"), Stop);
        _clock.Advance(TimeSpan.FromDays(3));

        (await AuditAsync()).Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task That_Nova_agrees_again_is_noted_of_a_silent_host_too()
    {
        var alert = _given.Alert("compute1", "f1");
        await _given.DeliverAsync(alert, Stop);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _given.Cloud.UnsetBehindOurBack("compute1");
        (await AuditAsync()).Kind.Should().Be(FindingKind.ClearedElsewhere);
        _given.Cloud.ForceDownBehindOurBack("compute1");
        _clock.Advance(TimeSpan.FromHours(5));
        (await AuditAsync()).Kind.Should().Be(FindingKind.Silent);

        var repeated = await _given.DeliverAsync(alert with { ReceivedAt = _clock.GetUtcNow() }, Stop);

        repeated.Reason.Should().StartWith("already down");
    }

    private async Task<Finding> AuditAsync() => (await _given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Subject;
}

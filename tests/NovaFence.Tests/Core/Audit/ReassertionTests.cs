using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>Another hand unsets past NovaFence what NovaFence holds down.</summary>
public sealed class ReassertionTests : IAsyncLifetime
{
    private static readonly (string, string)[] Reasserting = [("NovaFence:Audit:Reassert", "true"), ("NovaFence:Storm:MinHosts", "2"), ("NovaFence:Storm:MaxShare", "0.05")];

    private readonly TestClock _clock = new();
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.AtAsync(_clock, Stop, Reasserting);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Where_nothing_is_said_it_is_reported_and_not_fought()
    {
        await using var peaceful = await Installation.AtAsync(_clock, Stop);
        await DownAndUnsetAsync(peaceful);

        foreach (var _ in Enumerable.Range(0, 2))
            (await AuditAsync(peaceful)).Should().BeEquivalentTo(new { Kind = FindingKind.FiresWhileUp, State = HostState.Clear });
        (await peaceful.DeliverAsync(peaceful.Alert("compute1", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.FiresWhileUp);
        await peaceful.PassAsync(TimeSpan.FromMinutes(20), Stop);
        peaceful.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_repeat_that_comes_before_the_audit_is_held_too()
    {
        await DownAndUnsetAsync(_given);
        _given.Clock.Advance(TimeSpan.FromMinutes(1));

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "f1", ago: TimeSpan.FromMinutes(2)), Stop);

        outcome.Verdict.Reason.Should().BeOneOf(Reason.FiresWhileUp, Reason.AlreadyDown);
        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_period_that_begins_later_forces_it_down_again_without_any_audit()
    {
        await using var peaceful = await Installation.AtAsync(_clock, Stop);
        await DownAndUnsetAsync(peaceful);
        await peaceful.Auditor.RunAsync(Stop);
        _clock.Advance(TimeSpan.FromMinutes(6));

        (await peaceful.DeliverAsync(peaceful.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task While_its_alert_fires_the_audit_forces_it_down_again()
    {
        await DownAndUnsetAsync(_given);

        (await AuditAsync(_given)).State.Should().Be(HostState.Down);
        _clock.Advance(TimeSpan.FromMinutes(1));

        (await AuditAsync(_given)).Kind.Should().Be(FindingKind.InSync);
        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", true));
    }

    [Fact]
    public async Task What_Nova_refuses_is_not_told_as_done()
    {
        await DownAndUnsetAsync(_given);
        _given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.NotPermitted, Message = "403" };

        var finding = await AuditAsync(_given);

        finding.Should().BeEquivalentTo(new { Kind = FindingKind.Incomplete, State = HostState.ForcingDown });
        finding.ToDo.Should().Contain("403");
    }

    [Fact]
    public async Task Once_its_alert_has_ended_it_is_closed()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "manually"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved, "manually"), Stop);
        _given.Cloud.Unset("compute1");
        _clock.Advance(TimeSpan.FromMinutes(2));

        (await AuditAsync(_given)).Should().BeEquivalentTo(new { Kind = FindingKind.InSync, State = HostState.Clear, ToDo = "" });
        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task An_alert_that_is_not_heard_any_more_says_nothing_of_now()
    {
        await DownAndUnsetAsync(_given);
        _clock.Advance(TimeSpan.FromHours(5));

        await LeftAsync(FindingKind.FiresWhileUp);
    }

    [Fact]
    public async Task What_an_operator_forced_down_is_left_to_operators_and_not_forgotten()
    {
        await _given.ForceDownAsync("compute1", Stop);
        _given.Cloud.Unset("compute1");
        _clock.Advance(TimeSpan.FromMinutes(2));

        await LeftAsync(FindingKind.FiresWhileUp);
    }

    [Fact]
    public async Task A_host_in_maintenance_is_left()
    {
        await DownAndUnsetAsync(_given);
        await _given.Pauses.PauseAsync("compute1", null, "disks", "test", Stop);

        await LeftAsync(FindingKind.Held);
    }

    [Fact]
    public async Task In_a_storm_the_alerts_are_not_believed()
    {
        await DownAndUnsetAsync(_given);
        await _given.DeliverAsync(_given.Alert("compute2", "f2"), Stop);

        await LeftAsync(FindingKind.Held);
    }

    private async Task LeftAsync(FindingKind kind)
    {
        var before = _given.Cloud.Puts.Count;
        var report = await _given.Auditor.RunAsync(Stop);
        report.Findings.Should().Contain(finding => finding.Host == "compute1" && finding.Kind == kind && finding.NeedsAPerson);
        _given.Cloud.Puts.Should().HaveCount(before);
    }

    /// <summary>It is forced down, and another hand raises it; a minute later the report that this PUT looked like has aged.</summary>
    private async Task DownAndUnsetAsync(Installation installation)
    {
        (await installation.DeliverAsync(installation.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
        installation.Cloud.Unset("compute1");
        _clock.Advance(TimeSpan.FromSeconds(61));
    }

    private static async Task<Finding> AuditAsync(Installation installation) => (await installation.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Subject;
}

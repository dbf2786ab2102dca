using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Alerts;
using NovaFence.Core.Auditing;
using NovaFence.Core.Cloud;
using NovaFence.Core.Fencing;
using NovaFence.Core.Tests.Fencing;

namespace NovaFence.Core.Tests.Auditing;

/// <summary>Somebody unsets past NovaFence what NovaFence holds down.</summary>
public sealed class ReassertionTests : IAsyncLifetime
{
    private static readonly (string, string)[] Reasserting = [("NovaFence:Audit:Reassert", "true"), ("NovaFence:Storm:MinHosts", "2"), ("NovaFence:Storm:MaxShare", "0.05")];

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));
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
            (await AuditAsync(peaceful)).Should().BeEquivalentTo(new { Kind = FindingKind.ClearedElsewhere, Did = "" });
        peaceful.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task While_its_alert_fires_it_is_forced_down_again()
    {
        await DownAndUnsetAsync(_given);

        (await AuditAsync(_given)).Should().BeEquivalentTo(new { Kind = FindingKind.ClearedElsewhere, State = FenceState.Down, Did = "forced it down again" });
        _clock.Advance(TimeSpan.FromMinutes(1));

        (await AuditAsync(_given)).Kind.Should().Be(FindingKind.InSync);
        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", true));
        (await _given.ViewAsync("compute1", Stop)).Reason.Should().StartWith("reasserted");
    }

    [Fact]
    public async Task What_Nova_refuses_is_not_told_as_done()
    {
        await DownAndUnsetAsync(_given);
        _given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.NotPermitted, Message = "403" };

        (await AuditAsync(_given)).Should().BeEquivalentTo(new { Kind = FindingKind.ClearedElsewhere, Did = "tried to force it down again: not permitted: 403" });
    }

    [Fact]
    public async Task Once_its_alert_has_ended_it_is_left()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "manually"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved, "manually"), Stop);
        _given.Cloud.UnsetBehindOurBack("compute1");
        _clock.Advance(TimeSpan.FromMinutes(1));

        await LeftAsync();
    }

    [Fact]
    public async Task An_alert_that_is_not_heard_any_more_says_nothing_of_now()
    {
        await DownAndUnsetAsync(_given);
        _clock.Advance(TimeSpan.FromHours(5));

        await LeftAsync();
    }

    [Fact]
    public async Task What_an_operator_forced_down_is_left_to_operators()
    {
        await _given.CommandAsync(new OperatorCommand("compute1", true, "it burns", "test"), Stop);
        _given.Cloud.UnsetBehindOurBack("compute1");
        _clock.Advance(TimeSpan.FromMinutes(1));

        await LeftAsync();
    }

    [Fact]
    public async Task A_host_in_maintenance_is_left()
    {
        await DownAndUnsetAsync(_given);
        await _given.Pauses.PauseAsync("compute1", null, "disks", "test", Stop);

        await LeftAsync();
    }

    [Fact]
    public async Task In_a_storm_the_alerts_are_not_believed()
    {
        await DownAndUnsetAsync(_given);
        await _given.DeliverAsync(_given.Alert("compute2", "f2"), Stop);

        await LeftAsync();
    }

    private async Task LeftAsync()
    {
        var before = _given.Cloud.Puts.Count;
        var report = await _given.Auditor.RunAsync(Stop);
        report.Findings.Should().Contain(finding => finding.Host == "compute1" && finding.Kind == FindingKind.ClearedElsewhere);
        _given.Cloud.Puts.Should().HaveCount(before);
    }

    private async Task DownAndUnsetAsync(Installation installation)
    {
        (await installation.DeliverAsync(installation.Alert("compute1", "f1"), Stop)).State.Should().Be(FenceState.Down);
        installation.Cloud.UnsetBehindOurBack("compute1");
        _clock.Advance(TimeSpan.FromMinutes(1));
    }

    private static async Task<Finding> AuditAsync(Installation installation) => (await installation.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Subject;
}

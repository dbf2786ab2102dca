using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Alerts;
using NovaFence.Core.Auditing;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;

namespace NovaFence.Core.Tests.Fencing;

/// <summary>What a route does that says nothing of the release: it waits until the host is seen to live.</summary>
public sealed class WhenHealthyTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Beginning = DateTimeOffset.UtcNow;
    private Installation _given = null!;
    private int _beat;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task The_resolved_one_unsets_nothing_by_itself()
    {
        var outcome = await DownAndResolvedAsync();

        outcome.Should().BeEquivalentTo(new { Verdict = VerdictKind.Ignored, State = FenceState.AwaitingHeartbeat, MayPass = false });
        outcome.Reason.Should().StartWith("awaiting heartbeat");
        _given.Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task A_host_is_unset_when_two_audits_have_seen_it_report()
    {
        await DownAndResolvedAsync();

        (await AuditAfterAHeartbeatAsync()).Kind.Should().Be(FindingKind.AwaitingHeartbeat);
        (await AuditAfterAHeartbeatAsync()).Kind.Should().Be(FindingKind.AwaitingHeartbeat);
        (await AuditAfterAHeartbeatAsync()).Should().BeEquivalentTo(new { Kind = FindingKind.InSync, State = FenceState.Clear, Did = "unset it: nova-compute reports again" });

        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
    }

    [Fact]
    public async Task One_that_stands_still_is_not_unset_however_often_it_is_audited()
    {
        await DownAndResolvedAsync();
        await AuditAfterAHeartbeatAsync();
        await AuditAfterAHeartbeatAsync();

        foreach (var _ in Enumerable.Range(0, 5))
            (await AuditAsync()).Did.Should().Be("waits: nova-compute was seen to report 1 of 2 times");
        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task One_that_lived_and_stands_still_again_while_evacuations_are_waited_for_is_not_unset()
    {
        var clock = new FakeTimeProvider(Beginning);
        await using var given = await Installation.AtAsync(clock, Stop);
        given.Cloud.Evacuations = new EvacuationCount.Known(1);
        await given.DeliverAsync(given.Alert("compute1", "f1", release: "when healthy"), Stop);
        await given.DeliverAsync(given.Alert("compute1", "f1", AlertStatus.Resolved, "when healthy"), Stop);
        for (var beat = 0; beat < 3; beat++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            given.Cloud.UpdatedAt["compute1"] = clock.GetUtcNow();
            await given.Auditor.RunAsync(Stop);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        given.Cloud.Evacuations = new EvacuationCount.Known(0);

        (await given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Did.Should().Be("waits: nova-compute was seen to report 0 of 2 times");
        given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task An_evacuation_under_way_is_waited_for()
    {
        _given.Cloud.Evacuations = new EvacuationCount.Known(2);
        await DownAndResolvedAsync();
        await HeartbeatsAsync(3);
        (await AuditAfterAHeartbeatAsync()).Did.Should().Be("waits: 2 evacuations from it are under way");

        _given.Cloud.Evacuations = new EvacuationCount.Known(0);

        (await AuditAfterAHeartbeatAsync()).State.Should().Be(FenceState.Clear);
    }

    [Fact]
    public async Task Where_Nova_does_not_say_whether_one_is_under_way_nothing_is_unset_and_a_person_is_asked()
    {
        _given.Cloud.Evacuations = new EvacuationCount.Unavailable("Policy doesn't allow it.");
        await DownAndResolvedAsync();
        await HeartbeatsAsync(3);

        (await AuditAfterAHeartbeatAsync()).ToDo.Should().NotBeEmpty();
        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task It_has_to_stay_resolved_for_a_while()
    {
        await _given.DisposeAsync();
        _given = await Installation.CreateAsync(Stop, ("NovaFence:Release:SettleTime", "01:00:00"));
        await DownAndResolvedAsync();
        await HeartbeatsAsync(3);

        (await AuditAfterAHeartbeatAsync()).Did.Should().StartWith("waits: its alerts have to stay resolved until");
    }

    [Fact]
    public async Task Firing_again_holds_it_down_and_the_count_begins_anew()
    {
        await DownAndResolvedAsync();
        await HeartbeatsAsync(2);
        (await _given.DeliverAsync(Alert(AlertStatus.Firing, TimeSpan.Zero), Stop)).State.Should().Be(FenceState.Down);
        await HeartbeatsAsync(5);
        _given.Cloud.Puts.Should().OnlyContain(put => put.Down);

        await _given.DeliverAsync(Alert(AlertStatus.Resolved, TimeSpan.FromSeconds(-1)), Stop);

        await HeartbeatsAsync(2);
        _given.Cloud.Puts.Should().OnlyContain(put => put.Down);
        await HeartbeatsAsync(1);
        _given.Cloud.Puts[^1].Should().Be(("compute1", false));
    }

    [Fact]
    public async Task What_resolved_while_the_PUT_was_under_way_waits_too()
    {
        _given.Cloud.DuringPut = async (_, _) => await _given.Another().DeliverAsync(Alert(AlertStatus.Resolved, TimeSpan.Zero), Stop);
        await _given.DeliverAsync(Alert(AlertStatus.Firing, TimeSpan.FromMinutes(1)), Stop);
        _given.Cloud.DuringPut = (_, _) => Task.CompletedTask;

        await HeartbeatsAsync(2);
        _given.Cloud.Puts.Should().OnlyContain(put => put.Down);
        await HeartbeatsAsync(1);

        _given.Cloud.Puts[^1].Should().Be(("compute1", false));
    }

    [Fact]
    public async Task What_somebody_else_unsets_meanwhile_is_taken_down_as_unset()
    {
        await DownAndResolvedAsync();
        _given.Cloud.UnsetBehindOurBack("compute1");

        (await AuditAsync()).Should().BeEquivalentTo(new { Kind = FindingKind.ClearedElsewhere, State = FenceState.Clear, ToDo = "" });
        (await _given.Auditor.RunAsync(Stop)).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task Of_several_instances_that_audit_at_once_one_unsets_it()
    {
        await DownAndResolvedAsync();
        await HeartbeatsAsync(2);
        var instances = Enumerable.Range(0, 4).Select(_ => _given.Another()).ToList();
        Beat();

        await Task.WhenAll(instances.Select(instance => instance.Auditor.RunAsync(Stop)));

        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
        foreach (var instance in instances)
            await instance.DisposeAsync();
    }

    [Fact]
    public async Task While_it_is_paused_nothing_is_unset()
    {
        await DownAndResolvedAsync();
        await _given.Pauses.PauseAsync(null, null, "work on the switch", "test", Stop);

        await HeartbeatsAsync(5);

        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("immediately")]
    [InlineData("when healthy")]
    [InlineData("manually")]
    public async Task Of_several_routes_the_most_careful_counts(string other)
    {
        await _given.DeliverAsync(Alert(AlertStatus.Firing, TimeSpan.FromMinutes(1)), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f2", release: other, ago: TimeSpan.FromMinutes(1)), Stop);
        await _given.DeliverAsync(Alert(AlertStatus.Resolved, TimeSpan.Zero), Stop);

        var last = await _given.DeliverAsync(_given.Alert("compute1", "f2", AlertStatus.Resolved, other), Stop);

        last.State.Should().Be(other == "manually" ? FenceState.Down : FenceState.AwaitingHeartbeat);
    }

    private async Task<Outcome> DownAndResolvedAsync()
    {
        Beat();
        (await _given.DeliverAsync(Alert(AlertStatus.Firing, TimeSpan.FromMinutes(1)), Stop)).State.Should().Be(FenceState.Down);
        return await _given.DeliverAsync(Alert(AlertStatus.Resolved, TimeSpan.FromSeconds(10)), Stop);
    }

    private AlertEvent Alert(AlertStatus status, TimeSpan ago) => _given.Alert("compute1", "f1", status, "when healthy", ago);

    private void Beat() => _given.Cloud.UpdatedAt["compute1"] = Beginning.AddSeconds(10 * ++_beat);

    private async Task HeartbeatsAsync(int count)
    {
        foreach (var _ in Enumerable.Range(0, count))
        {
            Beat();
            await _given.Auditor.RunAsync(Stop);
        }
    }

    private Task<Finding> AuditAfterAHeartbeatAsync()
    {
        Beat();
        return AuditAsync();
    }

    private async Task<Finding> AuditAsync() => (await _given.Auditor.RunAsync(Stop)).Findings.Single(finding => finding.Host == "compute1");
}

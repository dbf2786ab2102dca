using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>What a route does that says nothing of the release: it waits until nova-compute is seen to report in two looks, two report intervals apart.</summary>
public sealed partial class WhenHealthyTests : IAsyncLifetime
{
    private static readonly TimeSpan TwoIntervals = TimeSpan.FromSeconds(20);
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task The_resolved_one_unsets_nothing_by_itself()
    {
        var outcome = await DownAndResolvedAsync();

        outcome.Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Recorded, Reason = Reason.AwaitingHeartbeat }, State = HostState.Down, MayPass = false });
        await _given.Auditor.RunAsync(Stop);
        (await _given.ViewAsync("compute1", Stop)).State.Should().Be(HostState.AwaitingHeartbeat);
        _given.Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task A_host_is_unset_when_two_looks_after_the_first_have_seen_it_report()
    {
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");

        (await AuditAfterAsync(TwoIntervals))!.Kind.Should().Be(FindingKind.AwaitingHeartbeat);
        (await AuditAfterAsync(TwoIntervals))!.Kind.Should().Be(FindingKind.AwaitingHeartbeat);
        (await AuditAfterAsync(TwoIntervals))!.Should().BeEquivalentTo(new { Kind = FindingKind.InSync, State = HostState.Clear, ToDo = "" });

        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
    }

    [Fact]
    public async Task A_server_looks_by_itself_every_two_report_intervals()
    {
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");

        await _given.PassAsync(TimeSpan.FromSeconds(38), Stop);
        _given.Cloud.Puts.Should().HaveCount(1);
        await _given.PassAsync(TimeSpan.FromSeconds(30), Stop);

        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
    }

    [Fact]
    public async Task Looks_that_follow_each_other_closer_than_that_count_once()
    {
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");
        await AuditAfterAsync(TwoIntervals);

        foreach (var _ in Enumerable.Range(0, 3))
            await AuditAfterAsync(TimeSpan.FromSeconds(11));
        _given.Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task One_that_stands_still_is_not_unset_however_often_it_is_looked_at()
    {
        await DownAndResolvedAsync();
        _given.Cloud.Report("compute1");
        await AuditAfterAsync(TwoIntervals);
        _given.Cloud.Report("compute1");
        await AuditAfterAsync(TwoIntervals);

        await _given.PassAsync(TimeSpan.FromMinutes(5), Stop);

        _given.Cloud.Puts.Should().HaveCount(1);
        (await RecordAsync()).Heartbeat!.Count.Should().Be(0);
    }

    [Fact]
    public async Task One_that_never_reports_is_overdue_after_a_while()
    {
        await DownAndResolvedAsync();
        await _given.PassAsync(TimeSpan.FromMinutes(15), Stop);

        var finding = await _given.FindingAsync("compute1", Stop);

        finding!.Kind.Should().Be(FindingKind.Overdue);
        finding.ToDo.Should().Contain("0 of 2 times");
    }

    [Fact]
    public async Task A_person_s_disable_and_enable_are_no_reports_and_the_count_begins_anew()
    {
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");
        await AuditAfterAsync(TwoIntervals);
        await AuditAfterAsync(TwoIntervals);
        (await RecordAsync()).Heartbeat!.Count.Should().Be(1);
        _given.Cloud.DisabledReasons["compute1"] = "new disks";

        await AuditAfterAsync(TwoIntervals);
        (await RecordAsync()).Heartbeat!.Count.Should().Be(0);
        _given.Cloud.DisabledReasons.Clear();
        await AuditAfterAsync(TwoIntervals);
        (await RecordAsync()).Heartbeat!.Count.Should().Be(0);
        _given.Cloud.Puts.Should().HaveCount(1);

        await AuditAfterAsync(TwoIntervals);
        await AuditAfterAsync(TwoIntervals);
        _given.Cloud.Puts[^1].Should().Be(("compute1", false));
    }

    [Fact]
    public async Task Looks_of_before_the_resolved_say_nothing_of_after_it()
    {
        await _given.DeliverAsync(Alert(AlertStatus.Firing, TimeSpan.FromMinutes(1)), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f2", release: "when healthy", ago: TimeSpan.FromMinutes(1)), Stop);
        await _given.DeliverAsync(Alert(AlertStatus.Resolved, TimeSpan.Zero), Stop);
        _given.Cloud.Boot("compute1");
        foreach (var _ in Enumerable.Range(0, 3))
            await AuditAfterAsync(TwoIntervals);

        await _given.DeliverAsync(_given.Alert("compute1", "f2", AlertStatus.Resolved, "when healthy"), Stop);
        await AuditAfterAsync(TwoIntervals);
        await AuditAfterAsync(TwoIntervals);

        _given.Cloud.Puts.Should().HaveCount(1);
        await AuditAfterAsync(TwoIntervals);
        _given.Cloud.Puts.Should().HaveCount(2);
    }

    [Fact]
    public async Task It_has_to_stay_resolved_for_a_while()
    {
        await _given.DisposeAsync();
        _given = await Installation.CreateAsync(Stop, ("NovaFence:Release:SettleTime", "01:00:00"));
        (await DownAndResolvedAsync()).Verdict.Reason.Should().Be(Reason.Settling);
        _given.Cloud.Boot("compute1");
        await _given.PassAsync(TimeSpan.FromMinutes(59), Stop);
        _given.Cloud.Puts.Should().HaveCount(1);

        await _given.PassAsync(TimeSpan.FromMinutes(2), Stop);

        _given.Cloud.Puts[^1].Should().Be(("compute1", false));
    }

    [Fact]
    public async Task Firing_again_holds_it_down_and_the_count_begins_anew()
    {
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");
        await AuditAfterAsync(TwoIntervals);
        await AuditAfterAsync(TwoIntervals);
        (await _given.DeliverAsync(Alert(AlertStatus.Firing, TimeSpan.Zero), Stop)).State.Should().Be(HostState.Down);
        foreach (var _ in Enumerable.Range(0, 5))
            await AuditAfterAsync(TwoIntervals);
        _given.Cloud.Puts.Should().OnlyContain(put => put.Down);

        await _given.DeliverAsync(Alert(AlertStatus.Resolved, TimeSpan.Zero), Stop);

        await AuditAfterAsync(TwoIntervals);
        await AuditAfterAsync(TwoIntervals);
        _given.Cloud.Puts.Should().OnlyContain(put => put.Down);
        await AuditAfterAsync(TwoIntervals);
        _given.Cloud.Puts[^1].Should().Be(("compute1", false));
    }

    [Fact]
    public async Task What_resolved_while_the_PUT_was_under_way_waits_too()
    {
        await using var other = _given.Another();
        _given.Cloud.DuringPut = async (_, _) => await other.DeliverAsync(Alert(AlertStatus.Resolved, TimeSpan.Zero), Stop);
        await _given.DeliverAsync(Alert(AlertStatus.Firing, TimeSpan.FromMinutes(1)), Stop);
        _given.Cloud.DuringPut = (_, _) => Task.CompletedTask;
        _given.Cloud.Boot("compute1");

        await AuditAfterAsync(TwoIntervals);
        await AuditAfterAsync(TwoIntervals);
        _given.Cloud.Puts.Should().OnlyContain(put => put.Down);
        await AuditAfterAsync(TwoIntervals);

        _given.Cloud.Puts[^1].Should().Be(("compute1", false));
    }

    [Fact]
    public async Task What_another_hand_unsets_meanwhile_is_taken_down_as_unset()
    {
        await DownAndResolvedAsync();
        _given.Cloud.Unset("compute1");

        (await AuditAfterAsync(TwoIntervals)).Should().BeEquivalentTo(new { Kind = FindingKind.InSync, State = HostState.Clear, ToDo = "" });
        (await _given.FindingAsync("compute1", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Of_several_instances_that_audit_at_once_one_unsets_it()
    {
        await DownAndResolvedAsync();
        _given.Cloud.Boot("compute1");
        await AuditAfterAsync(TwoIntervals);
        await AuditAfterAsync(TwoIntervals);
        var instances = Enumerable.Range(0, 4).Select(_ => _given.Another()).ToList();
        _given.Clock.Advance(TwoIntervals);

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
        _given.Cloud.Boot("compute1");

        await _given.PassAsync(TimeSpan.FromMinutes(5), Stop);

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

        last.Verdict.Reason.Should().Be(other == "manually" ? Reason.ReleasedManually : Reason.AwaitingHeartbeat);
    }

    private async Task<Outcome> DownAndResolvedAsync()
    {
        (await _given.DeliverAsync(Alert(AlertStatus.Firing, TimeSpan.FromMinutes(1)), Stop)).State.Should().Be(HostState.Down);
        return await _given.DeliverAsync(Alert(AlertStatus.Resolved, TimeSpan.Zero), Stop);
    }

    private AlertEvent Alert(AlertStatus status, TimeSpan ago) => _given.Alert("compute1", "f1", status, "when healthy", ago);

    private async Task<HostRecord> RecordAsync() => (await _given.RecordAsync("compute1", Stop))!;

    private Task<Finding?> AuditAfterAsync(TimeSpan time)
    {
        _given.Clock.Advance(time);
        return _given.FindingAsync("compute1", Stop);
    }
}

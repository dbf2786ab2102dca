using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>An alert that ends before Nova has confirmed what it asked for: nothing is forced down for it afterwards.</summary>
public sealed class EndedBeforeTests : IAsyncLifetime
{
    /// <summary>So often Nova is told within the time of one answer.</summary>
    private const int Tried = 3;

    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop, ("NovaFence:Fencing:Lease", "00:00:10"), ("NovaFence:Fencing:PutDeadline", "00:00:02"));

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Theory]
    [InlineData("when healthy")]
    [InlineData("manually")]
    public async Task Where_Nova_was_away_the_audit_takes_the_host_for_clear_and_sends_nothing(string release)
    {
        await FailAndResolveAsync(release, mayHaveReachedNova: false);

        (await AuditAsync()).Should().BeEquivalentTo(new { Kind = FindingKind.InSync, State = HostState.Clear });

        _given.Cloud.Puts.Should().HaveCount(Tried);
        (await _given.Auditor.RunAsync(Stop)).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_that_somebody_else_forced_down_meanwhile_is_said_to_be_theirs_at_once()
    {
        await FailAndResolveAsync("manually", mayHaveReachedNova: false, arrives: true);

        (await AuditAsync()).Should().BeEquivalentTo(new { Kind = FindingKind.Foreign, State = HostState.Clear });
        (await AuditAsync()).Kind.Should().Be(FindingKind.Foreign);
        _given.Cloud.Puts.Should().HaveCount(Tried);
    }

    [Fact]
    public async Task Its_place_in_the_budget_is_given_back()
    {
        await FailAndResolveAsync("when healthy", mayHaveReachedNova: false);
        await AuditAsync();

        foreach (var number in Enumerable.Range(2, 3))
            (await _given.DeliverAsync(_given.Alert($"compute{number}", $"f{number}"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Where_the_PUT_may_have_arrived_the_audit_waits_until_it_is_sure_and_sends_nothing()
    {
        await FailAndResolveAsync("when healthy", mayHaveReachedNova: true);

        (await AuditAsync()).State.Should().Be(HostState.ForcingDown);
        (await AuditAsync()).State.Should().Be(HostState.ForcingDown);

        _given.Cloud.Puts.Should().HaveCount(Tried);
        _given.Clock.Advance(TimeSpan.FromMinutes(1));
        (await AuditAsync()).State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task Where_it_did_arrive_the_host_is_released_as_its_route_says()
    {
        await FailAndResolveAsync("when healthy", mayHaveReachedNova: true, arrives: true);
        _given.Clock.Advance(TimeSpan.FromSeconds(10.5));

        (await AuditAsync()).Kind.Should().Be(FindingKind.AwaitingHeartbeat);
        _given.Cloud.Puts.Should().OnlyContain(put => put.Down).And.HaveCount(Tried);
    }

    private async Task FailAndResolveAsync(string release, bool mayHaveReachedNova, bool arrives = false)
    {
        _given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.Unavailable, Message = "no reply", MayHaveReachedNova = mayHaveReachedNova };
        (await _given.DeliverAsync(_given.Alert("compute1", "f1", release: release, ago: TimeSpan.FromMinutes(1)), Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Recorded }, MayPass = false });
        _given.Cloud.Refuses = _ => null;
        if (arrives)
            _given.Cloud.ForceDown("compute1");
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved, release), Stop);
    }

    private async Task<Finding> AuditAsync() => (await _given.Auditor.RunAsync(Stop)).Findings.Single(finding => finding.Host == "compute1");
}

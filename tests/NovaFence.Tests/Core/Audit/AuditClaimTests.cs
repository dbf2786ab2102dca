using System.Text.Json;
using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>Audits are one at a time over all instances, and one that was cut off is gone on with.</summary>
public sealed partial class AuditClaimTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop, ("NovaFence:Fencing:MaxParallelPuts", "1"));

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task While_one_runs_no_other_instance_audits_and_it_says_so()
    {
        await LoseAsync("compute1");
        await using var other = _given.Another();
        var (begun, end) = Held();
        var running = _given.Auditor.RunAsync(Stop);
        await begun;

        var second = await other.Auditor.RunAsync(Stop);
        var third = await _given.Auditor.RunAsync(Stop);
        end.SetResult();

        second.Should().BeEquivalentTo(new { IsElsewhere = true, Findings = Array.Empty<Finding>() });
        second.Failure.Should().StartWith("another audit runs");
        third.IsElsewhere.Should().BeTrue("the same instance does not audit twice at once either");
        (await running).Should().BeEquivalentTo(new { IsElsewhere = false, Failure = (string?)null });
        (await other.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        (await ClaimAsync()).Should().BeNull();
        other.Announced.Open.Should().NotContain(finding => finding.Kind == FindingKind.AuditFailed);
    }

    [Fact]
    public async Task A_claim_that_has_run_out_is_taken_over()
    {
        await ClaimAsync(lasts: TimeSpan.FromSeconds(30));
        (await _given.Auditor.RunAsync(Stop)).IsElsewhere.Should().BeTrue();

        _given.Clock.Advance(TimeSpan.FromSeconds(31));

        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        (await ClaimAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_claim_of_a_clock_that_was_ahead_keeps_nobody_from_auditing()
    {
        await ClaimAsync(lasts: TimeSpan.FromHours(1));

        (await _given.Auditor.RunAsync(Stop)).Should().BeEquivalentTo(new { IsElsewhere = false, Failure = (string?)null });
    }

    [Fact]
    public async Task Who_asks_for_one_gets_it_when_the_other_has_ended()
    {
        await ClaimAsync(lasts: TimeSpan.FromSeconds(30));
        _given.Ledger.DuringRead = () => _given.Clock.Advance(TimeSpan.FromSeconds(10));

        (await _given.Auditor.RunAskedAsync(Stop)).Failure.Should().BeNull();

        _given.Cloud.Listings.Should().HaveCount(1, "Nova is not asked before there is something to ask it for");
        _given.Ledger.Reads.Take(3).Should().OnlyContain(keys => keys.SequenceEqual(new[] { LedgerKey.AuditClaim }), "who waits looks at the claim alone");
        _given.Ledger.WholeReads.Should().Be(2, "at first, and by the audit");
    }

    [Fact]
    public async Task Who_asks_for_one_is_told_in_the_end_that_another_does_not_end()
    {
        await ClaimAsync(lasts: TimeSpan.FromMinutes(5));
        _given.Ledger.DuringRead = () => _given.Clock.Advance(TimeSpan.FromSeconds(10));

        (await _given.Auditor.RunAskedAsync(Stop)).Should().Match<AuditReport>(report => report.IsElsewhere && report.NeedsAPerson);
        _given.Cloud.Listings.Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_cut_off_is_gone_on_with_behind_the_last_host_that_was_done()
    {
        foreach (var host in (string[])["compute1", "compute2", "compute3"])
            await LoseAsync(host);
        using var time = new CancellationTokenSource();
        _given.Cloud.DuringPut = async (host, _) =>
        {
            if (host.Name == "compute2")
                await time.CancelAsync();
        };
        await ((Func<Task>)(() => _given.Auditor.RunAsync(time.Token))).Should().ThrowAsync<OperationCanceledException>();
        var claim = await ClaimAsync();
        claim.Should().Match<AuditClaim>(left => left.DoneTo == "compute1" && left.Until <= _given.Clock.Now);
        (await RecentAsync()).Should().BeEmpty("what did not end is no audit");
        _given.Cloud.DuringPut = (_, _) => Task.CompletedTask;
        _given.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var other = _given.Another();

        var report = await other.Auditor.RunAsync(Stop);

        report.Failure.Should().BeNull();
        _given.Cloud.Has("compute2").Should().BeTrue();
        _given.Cloud.Has("compute3").Should().BeTrue();
        report.Findings.Select(finding => finding.Host).Should().Contain("compute1", "also of what was done before something is said");
        (await ClaimAsync()).Should().BeNull();
    }

    [Theory]
    [InlineData(0, 2, false, "compute2")]
    [InlineData(0, 4, false, "compute1")]
    [InlineData(0, 2, true, "compute1")]
    [InlineData(60, 2, false, "compute2")]
    [InlineData(60, 4, false, "compute1")]
    public async Task It_is_begun_anew_where_too_much_time_has_passed_since_it_was_cut_off_or_a_person_asks(int ran, int minutes, bool isAsked, string first)
    {
        await LoseAsync("compute1");
        await LoseAsync("compute2");
        await ClaimAsync(lasts: TimeSpan.Zero, doneTo: "compute1", began: _given.Clock.Now - TimeSpan.FromMinutes(ran));
        _given.Clock.Advance(TimeSpan.FromMinutes(minutes));
        var before = _given.Cloud.Puts.Count;

        await (isAsked ? _given.Auditor.RunAskedAsync(Stop) : _given.Auditor.RunAsync(Stop));

        _given.Cloud.Puts[before].Host.Should().Be(first);
    }

    [Fact]
    public async Task One_that_takes_long_keeps_its_claim()
    {
        foreach (var number in Enumerable.Range(1, 3))
            await LoseAsync($"compute{number}");
        await using var other = _given.Another();
        var others = new List<bool>();
        _given.Cloud.DuringPut = async (_, _) =>
        {
            // Three times 14 s are longer than a claim that nobody renews.
            _given.Clock.Advance(TimeSpan.FromSeconds(14));
            others.Add((await other.Auditor.RunAsync(Stop)).IsElsewhere);
        };

        await _given.Auditor.RunAsync(Stop);

        others.Should().NotBeEmpty().And.OnlyContain(isElsewhere => isElsewhere);
    }

    [Fact]
    public async Task One_that_lost_its_claim_keeps_no_report()
    {
        await LoseAsync("compute1");
        await LoseAsync("compute2");
        _given.Cloud.DuringPut = async (_, _) =>
        {
            _given.Clock.Advance(TimeSpan.FromMinutes(2));
            await ClaimAsync(lasts: TimeSpan.FromMinutes(1));
        };

        (await _given.Auditor.RunAsync(Stop)).IsElsewhere.Should().BeTrue();
        (await ClaimAsync())!.By.Should().Be("another");
        (await RecentAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task One_that_is_missing_is_made_up_for_once_whoever_finds_that()
    {
        await _given.Auditor.RunAsync(Stop);
        _given.Clock.Advance(TimeSpan.FromMinutes(2.5));
        _given.Watch.MayBeMissed.Should().BeFalse();
        await using var other = _given.Another();
        await other.Auditor.RunAsync(Stop);
        var at = (await RecentAsync(other))[0].At;
        _given.Clock.Advance(TimeSpan.FromMinutes(1.5));

        _given.Watch.MayBeMissed.Should().BeTrue("it remembers its own alone");
        await _given.Watch.RunIfMissedAsync(Stop);
        (await RecentAsync(other))[0].At.Should().Be(at, "another instance has audited meanwhile");
        _given.Watch.MayBeMissed.Should().BeFalse("by now it knows");

        _given.Clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(_given.Watch.RunIfMissedAsync(Stop), other.Watch.RunIfMissedAsync(Stop));
        var again = (await RecentAsync(other))[0].At;
        again.Should().BeAfter(at);
        await _given.Watch.RunIfMissedAsync(Stop);
        (await RecentAsync(other))[0].At.Should().Be(again);
    }

    [Fact]
    public async Task At_the_start_one_runs_where_the_last_is_older_than_one_interval_or_none_has_run()
    {
        await _given.Watch.RunAtStartAsync(Stop);
        var first = (await RecentAsync())[0].At;

        _given.Clock.Advance(TimeSpan.FromSeconds(30));
        await _given.Watch.RunAtStartAsync(Stop);
        (await RecentAsync())[0].At.Should().Be(first);

        _given.Clock.Advance(TimeSpan.FromSeconds(31));
        await _given.Watch.RunAtStartAsync(Stop);
        (await RecentAsync())[0].At.Should().BeAfter(first);
    }

    [Fact]
    public async Task It_is_told_whether_audits_run_and_whether_the_last_one_could_be_carried_out()
    {
        (await _given.Watch.LookAsync(Stop)).Should().Be(new AuditHealth(Runs: true, Why: null), "this process has just begun");
        _given.Clock.Advance(TimeSpan.FromMinutes(4));
        (await _given.Watch.LookAsync(Stop)).Should().Match<AuditHealth>(health => !health.Runs && health.Why!.StartsWith("no audit has run yet"));
        _given.Cloud.ListsNothing = true;
        await _given.Auditor.RunAsync(Stop);
        (await _given.Watch.LookAsync(Stop)).Should().Match<AuditHealth>(health => health.IsDegraded && health.Why!.Contains("Nova did not answer"));
        _given.Cloud.ListsNothing = false;
        await _given.Auditor.RunAsync(Stop);
        (await _given.Watch.LookAsync(Stop)).Should().Be(new AuditHealth(Runs: true, Why: null));
        await ClaimAsync(lasts: TimeSpan.FromSeconds(30));
        _given.Clock.Advance(TimeSpan.FromMinutes(4));
        (await _given.Watch.LookAsync(Stop)).Should().Match<AuditHealth>(health => !health.Runs && health.Why!.Contains("by another, and has not ended"));
    }

    /// <summary>A PUT that forces down, and whose reply never comes; its doubt has ended.</summary>
    private async Task LoseAsync(string host)
    {
        _given.Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: true);
        await _given.DeliverAsync(_given.Alert(host, host), Stop);
        _given.Cloud.Refuses = _ => null;
        _given.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private (Task Begun, TaskCompletionSource End) Held()
    {
        var (begun, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _given.Cloud.DuringPut = (_, _) =>
        {
            begun.TrySetResult();
            return end.Task;
        };
        return (begun.Task, end);
    }

    /// <summary>Another instance claims the audit, and nothing more is heard of it.</summary>
    private async Task ClaimAsync(TimeSpan lasts, string? doneTo = null, DateTimeOffset? began = null)
    {
        var claim = new AuditClaim("its id", "another", began ?? _given.Clock.Now, _given.Clock.Now + lasts) { DoneTo = doneTo };
        var version = (await RowAsync())?.Version;
        (await _given.Ledger.CommitAsync(new LedgerCommit([new RowWrite(LedgerKey.AuditClaim, JsonSerializer.Serialize(claim, AuditJson.Plain.AuditClaim), version, "")], [], false), Stop)).Should().BeOfType<CommitResult.Committed>();
    }

    private async Task<AuditClaim?> ClaimAsync() => await RowAsync() is { } row ? JsonSerializer.Deserialize(row.Json, AuditJson.Plain.AuditClaim) : null;

    private async Task<LedgerRow?> RowAsync() =>
        ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await _given.Ledger.ReadAsync([LedgerKey.AuditClaim], Stop)).Value.SingleOrDefault();

    private async Task<IReadOnlyList<AuditReport>> RecentAsync(Installation? by = null) => ((LedgerResult<IReadOnlyList<AuditReport>>.Ok)await (by ?? _given).History.RecentAsync(5, Stop)).Value;

    [Theory]
    [InlineData("0 * * * * *", 2, 3)]
    [InlineData("0 */5 * * * *", 14, 15)]
    [InlineData("0 0 8,20 * * *", 28 * 60, 30 * 60)]
    [InlineData("00:05:00", 14, 15)]
    public async Task Three_intervals_are_those_of_the_schedule(string schedule, int notYet, int missed)
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Audit:Schedule", schedule));
        await given.Auditor.RunAsync(Stop);

        given.Clock.Advance(TimeSpan.FromMinutes(notYet));
        given.Watch.MayBeMissed.Should().BeFalse();
        given.Clock.Advance(TimeSpan.FromMinutes(missed - notYet));
        given.Watch.MayBeMissed.Should().BeTrue();
    }
}

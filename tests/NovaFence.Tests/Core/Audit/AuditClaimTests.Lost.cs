namespace NovaFence.Core.Tests.Audit;

/// <content>What the claim is good for: Nova is asked once for all instances, and a claim that was lost leaves nothing behind.</content>
public sealed partial class AuditClaimTests
{
    [Fact]
    public async Task Of_several_instances_at_the_same_moment_one_asks_Nova()
    {
        await using var second = _given.Another();
        await using var fresh = _given.Another();
        foreach (var instance in (Hosts.Installation[])[_given, second])
            (await instance.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        _given.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = _given.Cloud.Listings.Count;
        var (begun, end) = HeldListing();

        var first = _given.Auditor.RunAsync(Stop);
        await begun;
        var others = await Task.WhenAll(second.Auditor.RunAsync(Stop), fresh.Auditor.RunAsync(Stop));
        end.SetResult();

        var report = await first;
        report.Should().BeEquivalentTo(new { IsElsewhere = false, Failure = (string?)null });
        others.Should().OnlyContain(other => other.IsElsewhere);
        _given.Cloud.Listings.Skip(before).Should().ContainSingle().Which.Should().BeOnOrAfter(report.At, "a look is no older than its audit");
    }

    [Fact]
    public async Task One_that_lost_its_claim_at_its_last_host_keeps_and_announces_nothing()
    {
        await LoseAsync("compute1");
        _given.Cloud.DuringPut = async (_, _) =>
        {
            _given.Clock.Advance(TimeSpan.FromMinutes(2));
            await ClaimAsync(lasts: TimeSpan.FromMinutes(1));
        };

        (await _given.Auditor.RunAsync(Stop)).IsElsewhere.Should().BeTrue();

        (await ClaimAsync())!.By.Should().Be("another");
        (await RecentAsync()).Should().BeEmpty();
        _given.Announced.Times.Should().Be(0);
    }

    [Fact]
    public async Task What_was_found_is_written_with_the_claim_or_not_at_all()
    {
        _given.Cloud.ForceDown("compute1");
        await _given.Auditor.RunAsync(Stop);
        _given.Cloud.ForceDown("compute2");
        _given.Clock.Advance(TimeSpan.FromMinutes(1));
        _given.Cloud.DuringListing = _ =>
        {
            // Another instance is faster than the very commit.
            _given.Ledger.BeforeNextCommit = () => ClaimAsync(lasts: TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        };

        (await _given.Auditor.RunAsync(Stop)).IsElsewhere.Should().BeTrue();

        (await RecentAsync())[0].Findings.Select(finding => finding.Host).Should().Equal("compute1");
        _given.Announced.Times.Should().Be(1);
    }

    [Fact]
    public async Task Each_renewal_says_up_to_where_everything_is_done()
    {
        foreach (var number in Enumerable.Range(1, 3))
            await LoseAsync($"compute{number}");
        var said = new List<string?>();
        _given.Cloud.DuringPut = async (_, _) =>
        {
            said.Add((await ClaimAsync())!.DoneTo);
            _given.Clock.Advance(TimeSpan.FromSeconds(14));
        };

        await _given.Auditor.RunAsync(Stop);

        said.Should().Equal([null, "compute1", "compute2"], "one that is killed gives nothing back");
    }

    [Fact]
    public async Task Of_another_clouds_ledger_no_claim_is_left()
    {
        await _given.Auditor.RunAsync(Stop);
        _given.Cloud.Registration++;

        (await _given.Auditor.RunAsync(Stop)).Failure.Should().StartWith("the ledger knows");
        (await ClaimAsync()).Should().BeNull();

        await using var fresh = _given.Another();
        var before = _given.Ledger.Commits.Count + fresh.Ledger.Commits.Count;
        (await fresh.Auditor.RunAsync(Stop)).Failure.Should().StartWith("the ledger knows");
        (_given.Ledger.Commits.Count + fresh.Ledger.Commits.Count).Should().Be(before, "what belongs to another cloud is not written to");
    }

    private (Task Begun, TaskCompletionSource End) HeldListing()
    {
        var (begun, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _given.Cloud.DuringListing = _ =>
        {
            begun.TrySetResult();
            return end.Task;
        };
        return (begun.Task, end);
    }
}

using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Notify;

/// <summary>Findings are told when an audit opens and closes them.</summary>
public sealed class FindingsToldTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ScriptedReceivers Receivers => _given.Receivers;

    public async ValueTask InitializeAsync()
    {
        _given = await Installation.CreateAsync(Stop);
        _given.Cloud.Hosts = 100;
        Receivers.Add("ops");
        await AuditAsync();
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_finding_is_told_when_it_opens_and_when_it_closes_and_not_in_between()
    {
        _given.Cloud.ForceDown("compute1");
        await AuditAsync();
        await AuditAsync();
        _given.Cloud.Unset("compute1");
        await AuditAsync();

        Receivers.Told().Should().Equal("compute1 opened foreign", "compute1 closed foreign");
        Receivers.Sent[0].Notification.Should().BeEquivalentTo(new { Severity = "warning", Kind = NotificationKind.FindingOpened });
        Receivers.Sent[0].Notification.Text.Should().Contain("not by NovaFence");
        Receivers.Sent[0].Notification.Since.Should().Be(Receivers.Sent[1].Notification.Since);
    }

    [Fact]
    public async Task An_audit_that_cannot_be_carried_out_is_told_and_closes_nothing()
    {
        _given.Cloud.ForceDown("compute1");
        await AuditAsync();
        _given.Cloud.ListsNothing = true;
        await AuditAsync();
        await AuditAsync();
        _given.Cloud.ListsNothing = false;
        await AuditAsync();

        Receivers.Told().Should().Equal("compute1 opened foreign", " opened audit failed", " closed audit failed");
        Receivers.Sent[1].Notification.Severity.Should().Be("critical");
    }

    [Fact]
    public async Task More_than_go_into_one_event_are_told_each()
    {
        for (var number = 10; number <= 79; number++)
            _given.Cloud.ForceDown(FormattableString.Invariant($"compute{number}"));
        await AuditAsync();

        var hosts = Receivers.Told().Where(told => told.EndsWith(" opened foreign", StringComparison.Ordinal)).ToList();
        hosts.Should().HaveCount(70).And.OnlyHaveUniqueItems();
        Receivers.Ids().Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task One_that_was_killed_while_it_wrote_what_it_found_leaves_it_to_the_next()
    {
        _given.Cloud.ForceDown("compute1");
        // From its first commit after the claim on nothing is stored any more.
        _given.Cloud.DuringListing = _ =>
        {
            _given.Ledger.Away = true;
            return Task.CompletedTask;
        };
        await AuditAsync();
        _given.Ledger.Away = false;
        _given.Cloud.DuringListing = _ => Task.CompletedTask;
        await using var next = _given.Another();
        _given.Clock.Advance(TimeSpan.FromMinutes(2));
        await next.Auditor.RunAsync(Stop);

        Receivers.Told().Should().Contain("compute1 opened foreign");
    }

    [Fact]
    public async Task What_was_found_and_that_it_is_told_are_one_commit()
    {
        var before = _given.Ledger.Commits.Count;
        _given.Cloud.ForceDown("compute1");
        await AuditAsync();

        _given.Ledger.Commits.Skip(before).Where(commit => commit.Events.Any(happened => happened.Host == "- findings")).Should().ContainSingle()
            .Which.Writes.Select(write => write.Key).Should().Contain([LedgerKey.Findings(0), LedgerKey.Audit]);
    }

    private async Task AuditAsync()
    {
        _given.Clock.Advance(TimeSpan.FromSeconds(20));
        await _given.Auditor.RunAsync(Stop);
    }
}

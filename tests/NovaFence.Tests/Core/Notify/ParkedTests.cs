using System.Text.Json;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Notify;

/// <summary>When a receiver is not told any more, who says so, and how it is told again; and what is kept of it.</summary>
public sealed class ParkedTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ScriptedReceivers Receivers => _given.Receivers;

    public async ValueTask InitializeAsync()
    {
        _given = await Installation.CreateAsync(Stop);
        Receivers.Add("ops", "chat");
        await _given.Auditor.RunAsync(Stop);
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task After_a_day_without_success_it_is_parked_and_audit_status_and_check_say_so()
    {
        Receivers.Answer = (receiver, _) => Task.FromResult<SendResult>(receiver == "ops" ? new SendResult.Failed("it answered 500") : new SendResult.Taken());
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        (await CheckAsync("notify: ops")).Should().BeEquivalentTo(new { Result = CheckResult.Warning, ToDo = "See to the receiver; it is tried again every five minutes, for 24 hours." });
        for (var minutes = 6; minutes <= 1434; minutes += 6)
        {
            _given.Clock.Advance(TimeSpan.FromMinutes(6));
            await _given.Outbox.RunDueAsync(Stop);
        }

        (await FindingAsync()).Should().BeNull("it is tried for 24 hours");

        _given.Clock.Advance(TimeSpan.FromHours(0.2));
        await _given.Outbox.RunDueAsync(Stop);

        var finding = (await FindingAsync())!;
        finding.ToDo.Should().Contain("'ops'").And.Contain("it answered 500").And.EndWith("novafence resume --notify ops").And.NotContain("chat");
        (await _given.Status.LookAsync(Stop)).Because.Should().ContainSingle(because => because.Contains("'ops'"));
        (await CheckAsync("notify: ops")).Should().BeEquivalentTo(new { Result = CheckResult.Warning, ToDo = "'novafence resume --notify ops' when it is well again." });
        (await CheckAsync("notify: chat")).Should().BeEquivalentTo(new { Result = CheckResult.Ok, Found = "CloudEvents to https://chat.example.org." });
        Receivers.Told("chat").Should().Contain("compute1 held (no evidence)").And.Contain(" opened notifications parked");
        var attempts = Receivers.Sent.Count(one => one.Receiver == "ops");
        _given.Clock.Advance(TimeSpan.FromDays(2));
        await HoldAsync("compute2");
        await _given.Auditor.RunAsync(Stop);
        Receivers.Sent.Count(one => one.Receiver == "ops").Should().Be(attempts);
    }

    [Fact]
    public async Task One_that_says_gone_is_parked_at_once()
    {
        Receivers.Answer = (receiver, _) => Task.FromResult<SendResult>(receiver == "ops" ? new SendResult.Unsubscribed("it answered 410") : new SendResult.Taken());
        await HoldAsync("compute1");

        await _given.Outbox.RunDueAsync(Stop);

        (await FindingAsync())!.ToDo.Should().Contain("it answered 410");
        var since = (await FindingAsync())!.Since;
        _given.Clock.Advance(TimeSpan.FromMinutes(1));
        (await FindingAsync())!.Since.Should().Be(since);
        ((LedgerResult<IReadOnlyList<AuditReport>>.Ok)await _given.History.RecentAsync(1, Stop)).Value[0].Findings.Should().ContainSingle(finding => finding.Kind == FindingKind.NotificationsParked);
        (await _given.EventsAsync("- audit", Stop)).Concat((await RowsAsync()).Where(row => row.Key != LedgerKey.Audit).Select(row => row.Json))
            .Should().NotContain(json => json.Contains("\"kind\":\"notifications parked\""), "the version before cannot read a finding of a kind that it does not know");
    }

    [Fact]
    public async Task With_more_than_a_thousand_before_it_it_is_parked()
    {
        var cache = new LedgerCache(_given.Ledger, _given.Clock, Random.Shared);
        for (var batch = 0; batch < 11; batch++)
            await cache.ChangeAsync(transaction => Write(transaction, batch, 91), Stop);
        await LearnAsync();

        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Sent.Should().BeEmpty();
        (await FindingAsync())!.ToDo.Should().Contain("'ops'").And.Contain("'chat'").And.Contain("1001 notifications wait");
    }

    [Fact]
    public async Task Up_to_a_thousand_are_told()
    {
        var cache = new LedgerCache(_given.Ledger, _given.Clock, Random.Shared);
        for (var batch = 0; batch < 10; batch++)
            await cache.ChangeAsync(transaction => Write(transaction, batch, 99), Stop);
        await LearnAsync();

        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Told().Should().HaveCount(990);
        Receivers.Ids().Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Whoever_is_resumed_is_told_what_is_written_from_then_on()
    {
        Receivers.Answers(new SendResult.Unsubscribed("it answered 410"));
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        await HoldAsync("compute2");
        Receivers.Answers(new SendResult.Taken());

        (await _given.Outbox.ResumeAsync("ops", "test", Stop)).Should().BeNull();
        await _given.Outbox.RunDueAsync(Stop);
        await HoldAsync("compute3");
        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Told().Should().Equal("compute3 held (no evidence)");
        (await FindingAsync())!.ToDo.Should().NotContain("'ops'").And.Contain("'chat'");
        (await _given.Outbox.ResumeAsync("nobody", "test", Stop)).Should().Contain("ops, chat");
    }

    [Fact]
    public async Task One_that_is_not_parked_is_tried_at_once_and_loses_nothing_that_waits_for_it()
    {
        Receivers.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.Failed("it was away"));
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        await _given.Outbox.RunDueAsync(Stop);
        Receivers.Answers(new SendResult.Taken());

        (await _given.Outbox.ResumeAsync("ops", "test", Stop)).Should().BeNull();
        (await _given.Outbox.ResumeAsync("ops", "test", Stop)).Should().BeNull();
        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Told().Should().Contain("compute1 held (no evidence)");
    }

    [Fact]
    public async Task A_receiver_that_is_configured_no_more_makes_no_finding_and_its_rows_go_a_day_later()
    {
        Receivers.Answer = (receiver, _) => Task.FromResult<SendResult>(receiver == "ops" ? new SendResult.Unsubscribed("it answered 410") : new SendResult.Taken());
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        Receivers.Remove("ops", "chat");
        await using var next = _given.Another();

        (await next.Auditor.RunAsync(Stop)).Findings.Should().NotContain(finding => finding.Kind == FindingKind.NotificationsParked);
        (await KeysAsync()).Should().HaveCount(3, "an instance that has them may be working beside this one");
        for (var hour = 0; hour < 26; hour++)
        {
            _given.Clock.Advance(TimeSpan.FromHours(1.01));
            _given.Cloud.Report("compute1");
            await next.Auditor.RunAsync(Stop);
        }

        (await KeysAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_event_of_an_instance_whose_clock_is_behind_is_told_all_the_same()
    {
        _given.Clock.Advance(TimeSpan.FromMinutes(10));
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        var cache = new LedgerCache(_given.Ledger, _given.Clock, Random.Shared);
        await cache.ChangeAsync(transaction => Write(transaction, "compute1", _given.Clock.Now - TimeSpan.FromMinutes(3), "late"), Stop);
        await LearnAsync();

        await _given.Outbox.RunDueAsync(Stop);
        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Ids().Should().HaveCount(2).And.HaveElementAt(1, "late");
    }

    [Fact]
    public async Task An_event_of_an_instance_whose_clock_is_ahead_hides_no_later_one()
    {
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        var cache = new LedgerCache(_given.Ledger, _given.Clock, Random.Shared);
        await cache.ChangeAsync(transaction => Write(transaction, "compute1", _given.Clock.Now + TimeSpan.FromHours(2), "early"), Stop);
        await LearnAsync();
        await _given.Outbox.RunDueAsync(Stop);
        await cache.ChangeAsync(transaction => Write(transaction, "compute1", _given.Clock.Now, "next"), Stop);
        await LearnAsync();
        await _given.Outbox.RunDueAsync(Stop);
        _given.Clock.Advance(TimeSpan.FromHours(3));
        await cache.ChangeAsync(transaction => Write(transaction, "compute1", _given.Clock.Now, "last"), Stop);
        await LearnAsync();
        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Ids().Skip(1).Should().Equal("early", "next", "last");
    }

    [Fact]
    public async Task A_row_that_somebody_has_edited_hides_no_other()
    {
        await HoldAsync("compute1");
        var cache = new LedgerCache(_given.Ledger, _given.Clock, Random.Shared);
        await cache.ChangeAsync(
            transaction =>
            {
                transaction.Append(new LedgerEvent("compute1", _given.Clock.Now, "edited", "[1"));
                return true;
            },
            Stop);

        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Told().Should().Equal("compute1 held (no evidence)");
    }

    [Fact]
    public async Task Of_a_ledger_of_another_cloud_nothing_is_told()
    {
        await HoldAsync("compute1");
        _given.Cloud.Registration = 2;
        await using var next = _given.Another();
        await next.Auditor.RunAsync(Stop);

        await next.Outbox.RunDueAsync(Stop);

        Receivers.Sent.Should().BeEmpty();
    }

    /// <summary>Holds of a host in one commit, as an instance writes them: with its record.</summary>
    private bool Write(LedgerTransaction transaction, int batch, int count)
    {
        for (var number = 0; number < count; number++)
            Append(transaction, "compute5", _given.Clock.Now, FormattableString.Invariant($"{batch}-{number}"));
        transaction.Write(transaction.Record("compute5") is { } record ? record with { Failures = batch } : new HostRecord { Host = "compute5" });
        return true;
    }

    private static bool Write(LedgerTransaction transaction, string host, DateTimeOffset at, string id)
    {
        Append(transaction, host, at, id);
        transaction.Write(transaction.Record(host)! with { RequestId = id });
        return true;
    }

    private static void Append(LedgerTransaction transaction, string host, DateTimeOffset at, string id) =>
        transaction.Append(new LedgerEvent(host, at, id, JsonSerializer.Serialize(new { kind = "verdict", at, instance = "other", verdict = "held", reason = "no evidence: none" })));

    private async Task HoldAsync(string host)
    {
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        await _given.DeliverAsync(_given.Alert(host, $"a-{host}", release: "agreeing"), Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task LearnAsync() => await _given.Directory.ListAsync(Stop);

    private async Task<Finding?> FindingAsync() => (await _given.Auditor.RunAsync(Stop)).Findings.SingleOrDefault(finding => finding.Kind == FindingKind.NotificationsParked);

    private async Task<CheckLine> CheckAsync(string name) => (await _given.Checkup.CheckAsync(Stop)).Single(line => line.Name == name);

    private async Task<IReadOnlyList<LedgerRow>> RowsAsync() => ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await _given.Ledger.ReadAllAsync(Stop)).Value;

    private async Task<IReadOnlyList<string>> KeysAsync() =>
        [.. (await RowsAsync()).Select(row => row.Key).Where(key => key.StartsWith("notified", StringComparison.Ordinal))];
}

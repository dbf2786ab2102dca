using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Notify;

/// <summary>What receivers are told after days, and where somebody has written to the ledger by hand.</summary>
public sealed class DaysLaterTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ScriptedReceivers Receivers => _given.Receivers;

    public async ValueTask InitializeAsync()
    {
        _given = await Installation.CreateAsync(Stop, ("NovaFence:Audit:KeepEvents", "1.00:00:00"));
        Receivers.Add("ops");
        await _given.Auditor.RunAsync(Stop);
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Where_another_instance_audits_that_has_no_receivers_nothing_is_told_once_more()
    {
        await HoldAsync("compute1");
        await TellWhileAnotherAuditsAsync();

        await HoldAsync("compute1", "again");
        await _given.Outbox.RunDueAsync(Stop);
        Receivers.Told().Where(told => told == "compute1 held (no evidence)").Should().HaveCount(2);
        Receivers.Ids().Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task One_that_is_parked_stays_so_where_another_instance_audits_that_does_not_have_it()
    {
        Receivers.Answers(new SendResult.Unsubscribed("it answered 410"));
        await HoldAsync("compute1");
        await TellWhileAnotherAuditsAsync();

        _given.Outbox.Receivers.Should().ContainSingle().Which.ParkedAt.Should().NotBeNull();
        Receivers.Sent.Should().ContainSingle();
    }

    [Fact]
    public async Task While_old_events_are_still_being_removed_none_of_them_is_told_once_more()
    {
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        _given.Clock.Advance(TimeSpan.FromDays(2));
        _given.Cloud.Report("compute10");
        _given.Ledger.HasMoreEvents = true;
        await _given.Auditor.RunAsync(Stop);

        await HoldAsync("compute1", "again");
        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Ids().Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_time_in_which_nobody_tried_is_no_time_without_success()
    {
        Receivers.Answers(new SendResult.Failed("it was away"));
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        // NovaFence is away too, for a weekend, and is back before the receiver.
        _given.Clock.Advance(TimeSpan.FromDays(2));
        await using var restarted = _given.Another();
        await restarted.Auditor.RunAsync(Stop);
        await restarted.Outbox.RunDueAsync(Stop);
        Receivers.Answers(new SendResult.Taken());
        _given.Clock.Advance(TimeSpan.FromMinutes(6));

        await restarted.Outbox.RunDueAsync(Stop);

        Receivers.Told().Should().Contain("compute1 held (no evidence)");
    }

    [Theory]
    [InlineData("host:COMPUTE2", "{")]
    [InlineData("unresolved:alertmanager:f9", "{}")]
    public async Task Over_a_row_that_somebody_has_damaged_the_events_of_others_are_told(string row, string json)
    {
        await WriteAsync(row, json);

        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Told().Should().Contain("compute1 held (no evidence)");
    }

    [Theory]
    [InlineData("notified:ops", "{")]
    [InlineData("notified:ops", "{}")]
    [InlineData("notified-of:ops:compute1", "{")]
    [InlineData("notified-of:ops:compute1", """{"receiver":"ops","host":"compute3","at":"2026-11-22T03:00:00Z"}""")]
    public async Task Where_it_is_its_own_it_is_told_what_comes_and_audits_go_on(string row, string json)
    {
        await HoldAsync("compute1");
        await _given.Outbox.RunDueAsync(Stop);
        await WriteAsync(row, json);

        await HoldAsync("compute1", "again");
        await HoldAsync("compute4");
        await _given.Outbox.RunDueAsync(Stop);

        Receivers.Told().Should().EndWith(["compute1 down", "compute4 held (no evidence)"]);
        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
    }

    private async Task HoldAsync(string host, string fingerprint = "first")
    {
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        await _given.DeliverAsync(_given.Alert(host, $"{fingerprint}-{host}", release: "agreeing"), Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task LearnAsync() => await _given.Directory.ListAsync(Stop);

    /// <summary>Tells what there is, and what comes within more than a day in which an instance without receivers audits.</summary>
    private async Task TellWhileAnotherAuditsAsync()
    {
        await _given.Outbox.RunDueAsync(Stop);
        await using var auditing = _given.AnotherWithoutReceivers();
        for (var hour = 0; hour < 30; hour++)
        {
            _given.Clock.Advance(TimeSpan.FromHours(1.01));
            _given.Cloud.Report("compute10");
            await auditing.Auditor.RunAsync(Stop);
            await LearnAsync();
            await _given.Outbox.RunDueAsync(Stop);
        }
    }

    private async Task WriteAsync(string key, string json)
    {
        var rows = ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await _given.Ledger.ReadAsync([key], Stop)).Value;
        (await _given.Ledger.CommitAsync(new LedgerCommit([new RowWrite(key, json, rows.SingleOrDefault()?.Version)], []), Stop)).Should().BeOfType<CommitResult.Committed>();
        await LearnAsync();
    }
}

using NovaFence.Core.Alerts;
using NovaFence.Core.Notify;

namespace NovaFence.Core.Tests.Notify;

/// <content>Several instances on one ledger, some of which die.</content>
public sealed partial class OutboxTests
{
    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    [InlineData(-45)]
    public async Task What_instances_do_whose_clocks_differ_is_told_in_the_order_in_which_it_happened(double ahead)
    {
        // What is older than the receiver is not told.
        _given.Clock.Advance(TimeSpan.FromMinutes(2));
        await using var other = _given.AnotherAhead(TimeSpan.FromSeconds(ahead));
        await other.Auditor.RunAsync(Stop);

        await other.DeliverAsync(other.Alert("compute1", "f1", release: "agreeing"), Stop);
        await ForceDownAsync("compute1");
        await other.DeliverAsync(other.Alert("compute1", "f2"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f3"), Stop);
        await TellAsync();

        Receivers.Told().Where(told => told.StartsWith("compute1", StringComparison.Ordinal)).Should().Equal("compute1 held (no evidence)", "compute1 down");
    }

    [Fact]
    public async Task What_was_taken_while_a_clock_had_leapt_is_not_told_as_the_last_that_became_of_the_host()
    {
        var ahead = TimeSpan.FromHours(3);
        await ForceDownAsync("compute1");
        await using var other = _given.AnotherAhead(ahead);
        _given.Cloud.ClockAhead = -ahead;
        await other.Auditor.RunAsync(Stop);
        await other.DeliverAsync(other.Alert("compute1", "f2", ago: ahead), Stop);
        await PutRightAndUnsetAsync();

        Receivers.Told().Where(told => told.StartsWith("compute1", StringComparison.Ordinal)).Should().Equal("compute1 down", "compute1 up");
    }

    [Fact]
    public async Task Nor_where_no_listing_has_shown_the_leap_yet()
    {
        await ForceDownAsync("compute1");
        var ahead = TimeSpan.FromHours(3);
        _given.Clock.LeapAhead(ahead);
        _given.Cloud.ListsNothing = true;
        await _given.DeliverAsync(_given.Alert("compute1", "f2", ago: ahead), Stop);
        _given.Cloud.ListsNothing = false;
        _given.Clock.SetBack(ahead);
        await PutRightAndUnsetAsync();

        Receivers.Told().Where(told => told.StartsWith("compute1", StringComparison.Ordinal)).Should().Equal("compute1 down", "compute1 up");
    }

    /// <summary>What a leaping clock wrote is put right, the alert ends, the host is unset, and that is told.</summary>
    private async Task PutRightAndUnsetAsync()
    {
        _given.Cloud.ClockAhead = TimeSpan.Zero;
        await _given.Auditor.RunAsync(Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        await _given.DeliverAsync(_given.Alert("compute1", "f2", AlertStatus.Resolved), Stop);
        await UnsetAsync("compute1");
        await TellAsync();
    }

    [Fact]
    public async Task One_that_is_killed_after_it_told_and_before_it_wrote_that_tells_it_again_under_the_same_id()
    {
        await ForceDownAsync("compute1");
        await DeliverAsync("compute2", "agreeing");
        Receivers.Answer = (_, _) =>
        {
            _given.Ledger.Away = true;
            return Task.FromResult<SendResult>(new SendResult.Taken());
        };
        await _given.Outbox.RunDueAsync(Stop);
        _given.Ledger.Away = false;
        Receivers.Answers(new SendResult.Taken());

        await using var next = _given.Another();
        await next.Auditor.RunAsync(Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(61));
        await next.Outbox.RunDueAsync(Stop);

        Receivers.Told().Should().Equal("compute1 down", "compute1 down", "compute2 held (no evidence)", "compute2 opened held");
        Receivers.Ids().Distinct().Should().HaveCount(3);
        await LearnAsync(_given);
        await TellAsync();
        Receivers.Told().Should().HaveCount(4, "the first instance sees what the other has told");
    }

    [Fact]
    public async Task While_one_instance_tells_a_receiver_another_does_not_and_what_a_dead_one_left_is_told_when_its_lease_ends()
    {
        await using var other = _given.Another();
        await other.Auditor.RunAsync(Stop);
        await ForceDownAsync("compute1");
        await LearnAsync(other);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hangs = new TaskCompletionSource<SendResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Receivers.Answer = (_, _) =>
        {
            reached.TrySetResult();
            return hangs.Task;
        };
        var telling = _given.Outbox.RunDueAsync(Stop);
        await reached.Task.WaitAsync(Stop);

        var until = await other.Outbox.RunDueAsync(Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Receivers.Sent.Should().ContainSingle("the other has a lease");
        (until - _given.Clock.Now).Should().BeCloseTo(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));

        Receivers.Answers(new SendResult.Taken());
        _given.Clock.Advance(TimeSpan.FromSeconds(61));
        await other.Outbox.RunDueAsync(Stop);
        Receivers.Told().Should().Equal("compute1 down");

        // The dead one was only asleep: it wakes, finds that the receiver is not its own any more, and stops.
        await other.DeliverAsync(other.Alert("compute2", "b", release: "agreeing"), Stop);
        hangs.SetResult(new SendResult.Taken());
        await telling;
        Receivers.Told().Should().Equal("compute1 down", "compute1 down");
        Receivers.Ids().Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Two_instances_at_once_tell_everything_once()
    {
        await using var other = _given.Another();
        for (var number = 1; number <= 9; number++)
            await DeliverAsync(FormattableString.Invariant($"compute{number}"), "agreeing");
        await LearnAsync(other);
        Receivers.Answer = async (_, _) =>
        {
            await Task.Yield();
            return new SendResult.Taken();
        };

        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => (Task[])[_given.Outbox.RunDueAsync(Stop), other.Outbox.RunDueAsync(Stop)]));
        await TellAsync();

        Receivers.Told().Should().HaveCount(9).And.OnlyHaveUniqueItems();
    }
}

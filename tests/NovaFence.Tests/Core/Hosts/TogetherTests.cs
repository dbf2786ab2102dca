using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>One alert of a host ends while another begins.</summary>
public sealed class TogetherTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task An_unset_is_not_sent_where_the_same_commit_takes_in_an_alert_that_wants_the_host_down()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        var reached = _given.Ledger.Close();
        var before = _given.DeliverAsync(_given.Alert("compute2", "f2"), Stop);
        await reached;

        var ends = _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        var begins = _given.DeliverAsync(_given.Alert("compute1", "f3"), Stop);
        _given.Ledger.Open();

        await before;
        (await ends).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Recorded }, State = HostState.Down, MayPass = false });
        (await begins).State.Should().Be(HostState.Down);
        _given.Cloud.Puts.Where(put => put.Host == "compute1").Should().Equal(("compute1", true));
        (await _given.DeliverAsync(_given.Alert("compute1", "f3", AlertStatus.Resolved), Stop)).State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task Two_events_of_one_alert_in_one_delivery_are_taken_in_their_order()
    {
        var fires = _given.Alert("compute1", "f1");
        var ends = _given.Alert("compute1", "f1", AlertStatus.Resolved);

        var ended = await _given.DeliverAsync([fires, ends], Stop);

        ended.Select(outcome => outcome.State).Should().Equal(HostState.Down, HostState.Clear);
        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
        _given.Clock.Advance(TimeSpan.FromMinutes(1));

        var begun = await _given.DeliverAsync([_given.Alert("compute1", "f1", AlertStatus.Resolved), _given.Alert("compute1", "f1")], Stop);

        begun[1].State.Should().Be(HostState.Down);
        (await _given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.Firing);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_moment_sender_says_to_have_ended_forces_nothing_down_wherever_its_end_stands_in_the_delivery(bool endsLast)
    {
        var fires = _given.Paged("compute1", "Q1", ago: TimeSpan.FromMinutes(2));
        var ends = _given.Paged("compute1", "Q1", AlertStatus.Resolved, TimeSpan.FromMinutes(1));

        var outcomes = await _given.DeliverAsync(endsLast ? [fires, ends] : [ends, fires], Stop);

        outcomes[endsLast ? 0 : 1].Verdict.Reason.Should().Be(Reason.Superseded);
        _given.Cloud.Puts.Should().BeEmpty();
        var again = await _given.DeliverAsync([fires, ends, _given.Paged("compute1", "Q1")], Stop);
        again.Select(outcome => outcome.Verdict.Kind).Should().Equal(VerdictKind.Ignored, VerdictKind.Ignored, VerdictKind.ForceDown);
    }

    [Fact]
    public async Task Whose_alert_is_taken_first_does_not_change_the_order_of_the_answer()
    {
        var outcomes = await _given.DeliverAsync(
            [_given.Alert("compute1", "f1", AlertStatus.Resolved), _given.Alert("compute2", "f2"), _given.Alert("compute3", "f3", AlertStatus.Resolved), _given.Alert("compute2", "f2")],
            Stop);

        outcomes.Select(outcome => outcome.Fingerprint).Should().Equal("f1", "f2", "f3", "f2");
        outcomes.Select(outcome => outcome.Host).Should().Equal("compute1", "compute2", "compute3", "compute2");
    }

    [Fact]
    public async Task Different_alerts_of_one_delivery_do_not_wait_for_each_other()
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var under = 0;
        _given.Cloud.DuringPut = (_, _) =>
        {
            if (Interlocked.Increment(ref under) == 2)
                both.SetResult();
            return both.Task;
        };

        var outcomes = await _given.DeliverAsync([_given.Alert("compute1", "f1"), _given.Alert("compute2", "f2")], Stop);

        outcomes.Should().OnlyContain(outcome => outcome.State == HostState.Down);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_is_not_raised_for_the_moment_where_one_delivery_ends_one_alert_of_it_and_begins_another(bool endsFirst)
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        var (ends, begins) = (_given.Alert("compute1", "f1", AlertStatus.Resolved), _given.Alert("compute1", "f2"));

        await _given.DeliverAsync(endsFirst ? [ends, begins] : [begins, ends], Stop);

        _given.Cloud.Puts.Should().Equal(("compute1", true));
        (await _given.ViewAsync("compute1", Stop)).State.Should().Be(HostState.Down);
    }
}

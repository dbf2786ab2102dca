using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Notify;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Notify;

/// <summary>What receivers are told, in what order, and that nothing of it is lost.</summary>
public sealed partial class OutboxTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ScriptedReceivers Receivers => _given.Receivers;

    public async ValueTask InitializeAsync()
    {
        _given = await Installation.CreateAsync(Stop);
        Receivers.Add("ops");
        await _given.Auditor.RunAsync(Stop);
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_host_that_is_forced_down_and_unset_is_told_in_that_order_with_its_alert()
    {
        await ForceDownAsync("compute1");
        await UnsetAsync("compute1");
        await TellAsync();

        Receivers.Told().Should().Equal("compute1 down", "compute1 up");
        var (_, down) = Receivers.Sent[0];
        down.Should().BeEquivalentTo(new { Host = "compute1", State = HostState.Down, Reason = "forced down", Receiver = "alertmanager", Fingerprint = "a-compute1", AlertName = "a-compute1" });
        Receivers.Sent[1].Notification.Reason.Should().Be("last alert resolved");
    }

    [Fact]
    public async Task What_happens_after_a_clock_was_put_back_is_told()
    {
        _given.Cloud.ClockAhead = TimeSpan.Zero;
        await ForceDownAsync("compute1");
        await TellAsync();
        _given.Clock.SetBack(TimeSpan.FromHours(1));
        await _given.Auditor.RunAsync(Stop);

        _given.Clock.Advance(TimeSpan.FromMinutes(10));
        await ForceDownAsync("compute2");
        await TellAsync();

        Receivers.Told().Should().Equal("compute1 down", "compute2 down");
    }

    [Fact]
    public async Task Nothing_is_told_twice()
    {
        await ForceDownAsync("compute1");
        await TellAsync();
        await DeliverAsync("compute1");
        await TellAsync();
        await _given.Auditor.RunAsync(Stop);
        await TellAsync();

        Receivers.Told().Should().Equal("compute1 down");
    }

    [Fact]
    public async Task Nor_is_that_a_host_is_down_when_a_hundred_later_events_say_only_that_it_is_to_go_down()
    {
        await ForceDownAsync("compute1");
        await TellAsync();
        _given.Cloud.ListsNothing = true;
        _given.Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        for (var word = 0; word < 60; word++)
        {
            await _given.ForceDownAsync("compute1", Stop);
            await _given.DeliverAsync(_given.Alert("compute1", "held", release: "agreeing"), Stop);
            await _given.DeliverAsync(_given.Alert("compute1", "held", AlertStatus.Resolved, release: "agreeing"), Stop);
            await TellAsync();
            _given.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        (_given.Cloud.ListsNothing, _given.Cloud.Refuses) = (false, _ => null);
        (await _given.ForceDownAsync("compute1", Stop)).State.Should().Be(HostState.Down);
        await TellAsync();

        (await _given.EventsAsync("compute1", Stop)).Should().HaveCountGreaterThan(100);
        Receivers.Told().Should().Contain("compute1 held (no evidence)").And.ContainSingle(told => told == "compute1 down");
    }

    [Fact]
    public async Task What_an_operator_does_is_told_and_what_another_hand_forced_down_is_told_only_when_it_is_unset()
    {
        _given.Cloud.ForceDown("compute3");
        await _given.ForceDownAsync("compute1", Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        await _given.UnsetAsync("compute3", Stop);
        await TellAsync();

        Receivers.Told().Should().Equal("compute1 down", "compute3 up");
        Receivers.Sent[0].Notification.Text.Should().Contain("it burns");
    }

    [Fact]
    public async Task A_force_down_whose_outcome_was_lost_is_told_by_whoever_sees_it()
    {
        _given.Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: true);
        await DeliverAsync("compute1");
        await TellAsync();
        Receivers.Told().Should().BeEmpty();

        _given.Cloud.Refuses = _ => null;
        _given.Cloud.ForceDown("compute1");
        _given.Clock.Advance(TimeSpan.FromMinutes(2));
        await _given.Auditor.RunAsync(Stop);
        await TellAsync();

        Receivers.Told().Should().Equal("compute1 down");
    }

    [Fact]
    public async Task A_receiver_that_comes_back_after_six_hours_misses_nothing_and_each_host_is_told_in_its_order()
    {
        Receivers.Answers(new SendResult.Failed("it answered 503"));
        for (var round = 0; round < 6; round++)
        {
            await ForceDownAsync("compute1");
            await DeliverAsync("compute2", "agreeing");
            await UnsetAsync("compute1");
            await PassAsync(TimeSpan.FromHours(1));
        }

        Receivers.Told().Should().BeEmpty();
        var attempts = Receivers.Sent.Count;
        attempts.Should().BeInRange(70, 90, "it is tried every five minutes at last");
        Receivers.Sent.Select(one => one.Notification.Id).Distinct().Should().ContainSingle("the first is tried until it is taken");

        Receivers.Answers(new SendResult.Taken());
        await PassAsync(TimeSpan.FromMinutes(6));

        var told = Receivers.Told();
        told.Where(one => one.StartsWith("compute1", StringComparison.Ordinal)).Should().Equal(Enumerable.Range(0, 6).SelectMany(_ => (string[])["compute1 down", "compute1 up"]));
        told.Count(one => one == "compute2 held (no evidence)").Should().Be(6, "each begins anew");
        Receivers.Ids().Should().OnlyHaveUniqueItems();
        Receivers.Sent[attempts].Notification.Id.Should().Be(Receivers.Sent[0].Notification.Id, "a retry bears the event's id");
    }

    [Fact]
    public async Task The_pause_between_two_tries_grows_to_five_minutes_and_is_as_long_as_the_receiver_asks()
    {
        Receivers.Answers(new SendResult.Failed("it answered 503"));
        await ForceDownAsync("compute1");
        List<double> pauses = [];
        for (var attempt = 0; attempt < 9; attempt++)
            pauses.Add(Wait(await _given.Outbox.RunDueAsync(Stop)));
        pauses.Should().Equal(5, 10, 20, 40, 80, 160, 300, 300, 300);

        Receivers.Answers(new SendResult.Failed("it answered 429") { RetryAfter = TimeSpan.FromHours(1) });
        Wait(await _given.Outbox.RunDueAsync(Stop)).Should().Be(300, "no receiver asks for more than that");
        Receivers.Answers(new SendResult.Taken());
        await TellAsync();
        Receivers.Answers(new SendResult.Failed("it answered 429") { RetryAfter = TimeSpan.FromSeconds(42) });
        await UnsetAsync("compute1");
        Wait(await _given.Outbox.RunDueAsync(Stop)).Should().Be(42);

        double Wait(DateTimeOffset? until)
        {
            var pause = until!.Value - _given.Clock.Now;
            _given.Clock.Advance(pause);
            return Math.Round(pause.TotalSeconds);
        }
    }

    [Fact]
    public async Task What_was_before_a_receiver_was_configured_it_is_not_told_and_one_that_is_away_keeps_no_other_from_being_told()
    {
        await ForceDownAsync("compute1");
        Receivers.Add("late");
        await using var next = _given.Another();
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        await next.Auditor.RunAsync(Stop);
        Receivers.Answer = (receiver, _) => Task.FromResult<SendResult>(receiver == "ops" ? new SendResult.Failed("it answered 500") : new SendResult.Taken());
        await next.DeliverAsync(next.Alert("compute1", "a-compute1", AlertStatus.Resolved), Stop);
        await next.Outbox.RunDueAsync(Stop);

        Receivers.Told("late").Should().Equal("compute1 up");
        Receivers.Told().Should().Equal("compute1 down");
    }

    [Fact]
    public async Task A_delivery_writes_nothing_more_and_tells_nobody_while_it_is_dealt_with()
    {
        var before = _given.Ledger.Commits.Count;
        await ForceDownAsync("compute1");

        Receivers.Sent.Should().BeEmpty();
        _given.Ledger.Commits.Skip(before).SelectMany(commit => commit.Writes).Select(write => write.Key).Should().NotContain(key => key.StartsWith("noti", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_tells_by_itself_soon_after_it_was_written()
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var serving = _given.Outbox.RunAsync(ends.Token);
        await ForceDownAsync("compute1");

        await Patience.UntilAsync("it is told down", () => Task.FromResult(Receivers.Told().Count == 1));
        await UnsetAsync("compute1");
        await Patience.UntilAsync("it is told up", () => Task.FromResult(Receivers.Told().Count == 2));
        Receivers.Told().Should().Equal("compute1 down", "compute1 up");
        await ends.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task What_is_written_beside_a_record_says_nothing_of_where_it_stands()
    {
        await ForceDownAsync("compute1");
        await _given.DeliverAsync(_given.Paged("compute1", "Q1", ago: TimeSpan.FromMinutes(-30)), Stop);
        await UnsetAsync("compute1");
        await TellAsync();

        Receivers.Told().Should().Equal("compute1 down", "compute1 held (from the future)", "compute1 up");
        using var held = JsonDocument.Parse((await _given.EventsAsync("compute1", Stop)).Single(json => json.Contains("from the future", StringComparison.Ordinal)));
        held.RootElement.TryGetProperty("state", out _).Should().BeFalse("another instance may write the record at the same time");
    }

    private Task<DateTimeOffset?> TellAsync() => _given.Outbox.RunDueAsync(Stop);

    /// <summary>The instance learns what others wrote, and tells nobody.</summary>
    private static async Task LearnAsync(Installation instance) => await instance.Directory.ListAsync(Stop);

    /// <summary>Time passes, and what is to be told is tried whenever it is due, as by a server's timer.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        var end = _given.Clock.Now + time;
        while (_given.Clock.Now < end)
        {
            var next = await _given.Outbox.RunDueAsync(Stop);
            var to = next is null || next > end ? end : next.Value;
            _given.Clock.Advance(to > _given.Clock.Now ? to - _given.Clock.Now : TimeSpan.FromSeconds(1));
        }

        await _given.Outbox.RunDueAsync(Stop);
    }

    private async Task ForceDownAsync(string host)
    {
        (await DeliverAsync(host)).Verdict.Kind.Should().Be(VerdictKind.ForceDown, string.Create(CultureInfo.InvariantCulture, $"{host} is dead"));
    }

    private async Task UnsetAsync(string host)
    {
        await _given.DeliverAsync(_given.Alert(host, $"a-{host}", AlertStatus.Resolved), Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<Outcome> DeliverAsync(string host, string release = "immediately")
    {
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        var outcome = await _given.DeliverAsync(_given.Alert(host, $"a-{host}", release: release), Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        return outcome;
    }
}

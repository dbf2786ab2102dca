using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>There is no memory for something for a moment: what it was for is said to have failed, and what comes next is done.</summary>
public sealed class NoMemoryTests : Scenario
{
    /// <summary>In an instance that has just started the first call reads every row; the others write intent and outcome.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task An_alert_that_meets_it_in_the_ledger_is_taken_when_it_is_delivered_again(int call, bool hasJustStarted)
    {
        await using var started = Given.Another();
        var given = hasJustStarted ? started : Given;
        var calls = 0;
        given.Ledger.BeforeCall = () => Break(++calls == call);

        var first = await OutcomeAsync(given.DeliverAsync(given.Alert("compute1", "a"), Stop));
        calls.Should().BeGreaterThanOrEqualTo(call);
        given.Ledger.BeforeCall = () => { };
        if (first is { MayPass: false })
            (await given.RecordAsync("compute1", Stop)).Should().NotBeNull("what is answered 2xx is in the ledger");
        var second = await given.DeliverAsync(given.Alert("compute1", "a"), Stop).WaitAsync(Patience.Bound, Stop);

        second.MayPass.Should().BeFalse("{0} after {1}", second.Verdict.Text, first?.Verdict.Text ?? "nothing");
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Of_one_alert_it_is_not_that_of_the_others()
    {
        var ledger = new LedgerCache(Given.Ledger, Given.Clock, Random.Shared);
        var reached = Given.Ledger.Close();
        var first = ledger.ChangeAsync(transaction => Write(transaction, "compute1"), Stop);
        await reached;
        var broken = ledger.ChangeAsync<bool>(_ => throw Scarce.Memory(), Stop);
        var other = ledger.ChangeAsync(transaction => Write(transaction, "compute2"), Stop);
        Given.Ledger.Open();

        (await first.WaitAsync(Patience.Bound, Stop)).Should().BeOfType<LedgerResult<bool>.Ok>();
        (await other.WaitAsync(Patience.Bound, Stop)).Should().BeOfType<LedgerResult<bool>.Ok>();
        await ((Func<Task>)(() => broken.WaitAsync(Patience.Bound, Stop))).Should().ThrowAsync<OutOfMemoryException>();
    }

    [Fact]
    public async Task The_look_after_a_listing_that_met_it_is_had()
    {
        var listings = 0;
        Cloud.DuringListing = _ =>
        {
            Break(++listings == 1);
            return Task.CompletedTask;
        };

        (await Given.Fleet.LookAsync(Given.Clock.Now, Seconds(8), Stop).WaitAsync(Patience.Bound, Stop)).Should().BeNull();

        Given.Clock.Advance(Seconds(1));
        (await Given.Fleet.LookAsync(Given.Clock.Now, Seconds(8), Stop).WaitAsync(Patience.Bound, Stop)).Should().NotBeNull();
    }

    [Fact]
    public async Task The_timer_goes_on()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var asked = 0;
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = Given.DueWork;
        Given.Clock.Asked = () =>
        {
            Break(Interlocked.Increment(ref asked) <= 5);
            goesOn.TrySetResult();
        };

        var timer = work.RunAsync(end.Token);

        (await Task.WhenAny(timer, goesOn.Task).WaitAsync(Patience.Bound, Stop)).Should().Be(goesOn.Task, "it asks what time it is, and is not over");
        await end.CancelAsync();
        await timer;
    }

    [Fact]
    public async Task A_receiver_that_could_not_be_told_for_it_is_told_later()
    {
        Given.Receivers.Add("ops");
        await Given.Auditor.RunAsync(Stop);
        await FireAsync("compute1", "a");
        var takes = Given.Receivers.Answer;
        Given.Receivers.Answer = (_, _) => throw Scarce.Memory();
        await Given.Outbox.RunDueAsync(Stop);

        Given.Receivers.Answer = takes;
        Given.Clock.Advance(Minutes(2));
        await Given.Outbox.RunDueAsync(Stop);

        Given.Receivers.Told().Should().Equal("compute1 down");
    }

    /// <summary>The host stops where one of its services fails.</summary>
    [Fact]
    public async Task No_service_of_the_process_fails_with_it()
    {
        var clock = new TestClock();
        var opening = new BrokenOnce();
        using var opens = new OpeningService(opening, clock, NullLogger<OpeningService>.Instance);
        using var audits = new AuditAtStartService(opening, NullLogger<AuditAtStartService>.Instance);
        using var counts = new StateGaugesService(opening, clock, NullLogger<StateGaugesService>.Instance);
        foreach (var service in (BackgroundService[])[opens, audits, counts])
            await service.StartAsync(Stop);

        await Patience.UntilAsync("each has tried, and has opened at the second time", () =>
        {
            clock.Advance(Seconds(5));
            return Task.FromResult(opening is { Opened: > 1, Counted: > 1 } && opens.ExecuteTask!.IsCompleted && audits.ExecuteTask!.IsCompleted);
        });

        await opens.ExecuteTask!;
        await audits.ExecuteTask!;
        counts.ExecuteTask!.IsCompleted.Should().BeFalse();
        await counts.StopAsync(Stop);
    }

    private static bool Write(LedgerTransaction transaction, string host)
    {
        transaction.Write(new HostRecord { Host = host, State = HostState.Clear });
        return true;
    }

    private static void Break(bool isFull)
    {
        if (isFull)
            throw Scarce.Memory();
    }

    /// <summary>Null where the want of memory reaches whoever delivers: he is answered 503 then too.</summary>
    private static async Task<Outcome?> OutcomeAsync(Task<Outcome> delivery)
    {
        try
        {
            return await delivery.WaitAsync(Patience.Bound, Stop);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Has no memory at the first call of each.</summary>
    private sealed class BrokenOnce : IOpening, IAuditWatch, IStateGauges
    {
        internal int Opened { get; private set; }

        internal int Counted { get; private set; }

        public bool MayBeMissed => false;

        public Task<string?> OpenAsync(CancellationToken cancellationToken)
        {
            Break(Opened++ == 0);
            return Task.FromResult<string?>(null);
        }

        public Task RefreshAsync(CancellationToken cancellationToken)
        {
            Break(Counted++ == 0);
            return Task.CompletedTask;
        }

        public Task RunAtStartAsync(CancellationToken cancellationToken) => throw Scarce.Memory();

        public Task<AuditHealth> LookAsync(CancellationToken cancellationToken) => Task.FromResult(new AuditHealth(Runs: true, null));

        public Task RunIfMissedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

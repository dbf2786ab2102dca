using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>One host has so much time, whatever Nova and the ledger do.</summary>
public sealed class TimeForOneHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(16);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_for_evacuations_that_hangs_ends_with_the_deadline_and_gives_its_place_back()
    {
        var clock = new TestClock();
        var options = new NovaFenceOptions();
        options.Fencing.MaxParallelPuts = 1;
        var cloud = new ScriptedCloud(clock) { DuringQuestion = () => new TaskCompletionSource().Task };
        var questions = new EvacuationQuestions(cloud, options, clock);
        var asked = AskAsync(Stop);
        var waiting = AskAsync(Stop, Within / 2);

        clock.Advance(Within / 2);
        (await waiting.WaitAsync(Patience, Stop)).Should().BeOfType<EvacuationCount.Unavailable>().Which.Why.Should().Be("there was no time left to ask");
        clock.Advance(Within / 2);
        (await asked.WaitAsync(Patience, Stop)).Should().BeOfType<EvacuationCount.Unavailable>().Which.Why.Should().Be("Nova did not answer in time");
        cloud.DuringQuestion = () => Task.CompletedTask;
        (await AskAsync(Stop).WaitAsync(Patience, Stop)).Should().Be(new EvacuationCount.Known(0));

        cloud.DuringQuestion = () => new TaskCompletionSource().Task;
        using var caller = new CancellationTokenSource();
        var cancelled = AskAsync(caller.Token);
        await caller.CancelAsync();
        await ((Func<Task>)(() => cancelled.WaitAsync(Patience, Stop))).Should().ThrowAsync<OperationCanceledException>("the caller's own end is no answer of Nova's");

        Task<EvacuationCount> AskAsync(CancellationToken cancellationToken, TimeSpan? within = null) =>
            questions.InFlightFromAsync(new ComputeHost("compute1", null), Deadline.In(within ?? Within, clock), cancellationToken);
    }

    [Fact]
    public async Task What_nobody_waits_for_ends_although_the_ledger_hangs()
    {
        await using var given = await Installation.CreateAsync(Stop);
        given.Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: true);
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        given.Cloud.Refuses = _ => null;
        given.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = given.Cloud.Puts.Count;
        var hangs = given.Ledger.Close();

        var due = given.DueWork.RunDueAsync(Stop);
        await hangs.WaitAsync(Patience, Stop);
        given.Clock.Advance(TimeSpan.FromSeconds(17));
        await due.WaitAsync(Patience, Stop);

        given.Cloud.Puts.Should().HaveCount(before, "an intent that is stored later is not carried out by whoever gave up");
        given.Ledger.Open();
    }

    [Fact]
    public async Task Work_at_a_gate_has_one_time_for_its_turn_and_for_itself()
    {
        var clock = new TestClock();
        var gate = new Gate(1);
        var begun = new List<string>();
        var first = DoAsync("first", TimeSpan.FromSeconds(5));
        var second = DoAsync("second", TimeSpan.FromSeconds(3));
        var third = DoAsync("third", TimeSpan.FromSeconds(8));

        clock.Advance(TimeSpan.FromSeconds(3));
        (await second.WaitAsync(Patience, Stop)).Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));
        await ((Func<Task>)(() => first.WaitAsync(Patience, Stop))).Should().ThrowAsync<OperationCanceledException>();
        while (begun.Count < 2)
            await Task.Delay(TimeSpan.FromMilliseconds(5), Stop);
        clock.Advance(TimeSpan.FromSeconds(3));
        await ((Func<Task>)(() => third.WaitAsync(Patience, Stop))).Should().ThrowAsync<OperationCanceledException>("its time began when it asked for its turn");
        (await DoAsync("fourth", TimeSpan.Zero)).Should().BeFalse();
        begun.Should().Equal("first", "third");

        Task<bool> DoAsync(string name, TimeSpan within) => gate.WorkAsync(
            within,
            clock,
            async stop =>
            {
                begun.Add(name);
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
                return true;
            },
            notBegun: false,
            Stop);
    }
}

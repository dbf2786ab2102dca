using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A process that a storm wakes: many deliveries come before it has read anything.</summary>
public sealed class ColdStartTests : Scenario
{
    [Fact]
    public async Task The_ledger_is_read_once_for_all_who_come_at_once()
    {
        await FireAsync("compute1", "f1");
        (await Given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        await using var cold = Given.Another();
        var (reached, open) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        cold.Ledger.AfterWholeRead = async () =>
        {
            reached.TrySetResult();
            await open.Task;
        };

        var taken = Enumerable.Range(1, 9).Select(number => cold.DeliverAsync(cold.Alert($"compute{number}", $"f{number}", release: "agreeing"), Stop)).ToList();
        await reached.Task.WaitAsync(Patience.Bound, Stop);
        open.SetResult();
        var outcomes = await Task.WhenAll(taken);

        outcomes.Skip(1).Should().OnlyContain(outcome => outcome.Verdict.Reason == Reason.NoEvidence);
        cold.Ledger.WholeReads.Should().Be(1);
    }
}

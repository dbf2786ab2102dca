using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A storm of hosts whose BMCs hang.</summary>
public sealed class ManyReadsTests : Scenario
{
    [Fact]
    public async Task So_many_are_asked_at_once_and_the_others_when_it_is_their_turn()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Given.Power.During = _ => answered.Task;

        var reads = Enumerable.Range(0, 3 * HostReconciler.MostReads).Select(number => Given.Reconciler.ReadOnceAsync($"compute{number}", [new Evidence.PowerOff()])).ToList();

        Given.Power.Asked.Should().HaveCount(HostReconciler.MostReads);
        answered.SetResult();
        await Task.WhenAll(reads).WaitAsync(Patience.Bound, Stop);
        Given.Power.Asked.Should().HaveCount(3 * HostReconciler.MostReads);
    }
}

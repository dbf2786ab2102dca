using System.Collections.Concurrent;
using System.Net;
using NovaFence.Power.Redfish;

namespace NovaFence.Power.Tests;

/// <summary>A resolver that hangs keeps a bounded number of threads.</summary>
public sealed class SystemNamesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_it_hangs_some_names_are_asked_for_and_the_others_wait_whoever_gives_up()
    {
        ConcurrentQueue<TaskCompletionSource<IPAddress[]>> asked = [];
        using var names = new SystemNames(_ =>
        {
            var question = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            asked.Enqueue(question);
            return question.Task;
        });
        using var patience = new CancellationTokenSource();
        var first = Enumerable.Range(0, 3 * SystemNames.Most).Select(number => names.FindAsync($"host{number}", patience.Token)).ToList();
        await patience.CancelAsync();
        foreach (var one in first)
            await ((Func<Task>)(() => one)).Should().ThrowAsync<OperationCanceledException>();

        var later = names.FindAsync("later", Token);
        asked.Should().HaveCount(SystemNames.Most, "nobody waits any more, and the resolver is still at it");

        asked.TryDequeue(out var answered).Should().BeTrue();
        answered!.SetResult([]);
        await Patience.UntilAsync("the next one is asked for", () => Task.FromResult(asked.Count == SystemNames.Most));
        asked.ElementAt(SystemNames.Most - 1).SetResult([IPAddress.Loopback]);
        (await later).Should().Equal(IPAddress.Loopback);
    }
}

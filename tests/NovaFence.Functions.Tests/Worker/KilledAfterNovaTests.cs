using NovaFence.Functions.Tests.Settings;
using NovaFence.Sandbox;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>Nova had done it when the worker was killed, which never heard of it.</summary>
[NeedsTime("a worker that is killed before it has told Nova is run always")]
public sealed class KilledAfterNovaTests : IAsyncLifetime
{
    private readonly Stage _stage = new(KilledWorker.Settings);

    public ValueTask InitializeAsync() => _stage.InitializeAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task The_senders_repeat_finishes_it_with_one_PUT_too_many_at_most()
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = false;
        _stage.Cloud.OnRequest = (request, _) =>
        {
            if (!done)
            {
                done = KilledWorker.IsPut(request);
                return ValueTask.FromResult(done ? new Fault(FaultKind.ReplyLost) : null);
            }

            // Whatever it asks next, the lost answer is still unknown to it.
            next.TrySetResult();
            return ValueTask.FromResult<Fault?>(Fault.Hang);
        };
        await _stage.KillInDeliveryAsync(next.Task);
        (await _stage.IsForcedDownAsync("compute1")).Should().BeTrue();

        await Patience.UntilAsync("the repeat is decided", async () => await Callers.VerdictAsync(await _stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken)) != "recorded");
        await _stage.EndsDownAsync(puts: 2);
    }
}

using NovaFence.Functions.Tests.Settings;
using NovaFence.Sandbox;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>Nova was asked and had not done it when the worker was killed.</summary>
public sealed class KilledBeforeNovaTests : IAsyncLifetime
{
    private readonly Stage _stage = new(KilledWorker.Settings);

    public ValueTask InitializeAsync() => _stage.InitializeAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task The_senders_repeat_is_recorded_and_the_timer_finishes_it()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stage.Cloud.OnRequest = (request, _) =>
        {
            if (!KilledWorker.IsPut(request))
                return ValueTask.FromResult<Fault?>(null);
            asked.TrySetResult();
            return ValueTask.FromResult<Fault?>(Fault.Hang);
        };
        await _stage.KillInDeliveryAsync(asked.Task);
        (await _stage.IsForcedDownAsync("compute1")).Should().BeFalse();

        using var repeated = await _stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken);
        (await Callers.VerdictAsync(repeated)).Should().BeOneOf(["recorded", "force-down"], "the killed worker has its lease for 10 s, and a start may take as long");

        await Patience.UntilAsync("the repeat is decided", async () =>
        {
            await _stage.Host.FireTimerAsync(TestContext.Current.CancellationToken);
            return await _stage.IsForcedDownAsync("compute1");
        });
        await _stage.EndsDownAsync(puts: 1);
    }
}

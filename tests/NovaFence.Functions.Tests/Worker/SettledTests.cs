using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

public sealed class SettledTests : IAsyncLifetime
{
    private readonly Stage _stage = new(new Dictionary<string, string> { ["NovaFence__Release__SettleTime"] = "00:00:00.2" });

    public ValueTask InitializeAsync() => _stage.InitializeAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task What_has_settled_is_unset_by_the_next_probe_because_no_timer_runs_here()
    {
        _stage.Cloud.Crash("compute1");
        (await Callers.VerdictAsync(await _stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");
        _stage.Cloud.Boot("compute1");
        (await Callers.VerdictAsync(await _stage.Callers.AlertAsync("resolved", LocalSettings.AlertmanagerToken))).Should().Be("recorded");

        // The probe alone, as a load balancer asks it: it finds what is due.
        await Patience.UntilAsync("the host is unset", async () =>
        {
            using var ready = await _stage.Callers.GetAsync("/api/health/ready");
            return !await _stage.IsForcedDownAsync("compute1");
        });

        (await _stage.Callers.StateAsync()).Should().Be("clear");
    }
}

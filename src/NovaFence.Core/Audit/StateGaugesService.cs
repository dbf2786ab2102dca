using Microsoft.Extensions.Hosting;

namespace NovaFence.Core.Audit;

/// <summary>Counts the gauges anew for exporters that send by themselves, and so do not ask before they read.</summary>
internal sealed class StateGaugesService(IStateGauges gauges, TimeProvider clock) : BackgroundService
{
    /// <summary>Twice within the minute after which OpenTelemetry sends metrics by default.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await gauges.RefreshAsync(stoppingToken);
            await Task.Delay(Interval, clock, stoppingToken);
        }
    }
}

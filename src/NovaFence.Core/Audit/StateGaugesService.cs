using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Audit;

/// <summary>Counts the gauges anew for exporters that send by themselves, and so do not ask before they read.</summary>
internal sealed partial class StateGaugesService(IStateGauges gauges, TimeProvider clock, ILogger<StateGaugesService> logger) : BackgroundService
{
    /// <summary>Twice within the minute after which OpenTelemetry sends metrics by default.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await gauges.RefreshAsync(stoppingToken);
            }
            catch (Exception defect) when (!(defect is OperationCanceledException && stoppingToken.IsCancellationRequested))
            {
                // What watches must not end what is watched. The numbers end by themselves when they are old.
                DefectLine.Write(logger, defect, Log.Failed);
            }

            await Task.Delay(Interval, clock, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1230, LogLevel.Error, "The gauges could not be counted")]
        internal static partial void Failed(ILogger logger, Exception defect);
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Audit;

/// <summary>Runs one audit when the process starts, if the last is older than one interval.</summary>
internal sealed partial class AuditAtStartService(IAuditWatch watch, ILogger<AuditAtStartService> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await watch.RunAtStartAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next process begins with it.
        }
        catch (Exception defect)
        {
            // The timer's own is due within one interval.
            DefectLine.Write(logger, defect, Log.Failed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1204, LogLevel.Error, "The audit at the start broke off")]
        internal static partial void Failed(ILogger logger, Exception defect);
    }
}

using Microsoft.Extensions.Logging;
using NovaFence.Core.Hosts;
using NovaFence.Core.Telemetry;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// Does what waits for a time where no timer of the process does it: after a delivery, and when somebody asks. Neither its length nor its failure is
/// the request's trouble: what is left over is done by the next one, or by the audit.
/// </summary>
internal sealed partial class RequestedWork(IDueWork work, TimeProvider clock, ILogger<RequestedWork> logger)
{
    /// <summary>How long a request waits for it that only asks something.</summary>
    public static TimeSpan WithinQuestion { get; } = TimeSpan.FromSeconds(2);

    public async Task DoAsync(TimeSpan within)
    {
        if (work.HasTimer || within <= TimeSpan.Zero)
            return;
        using var limit = new CancellationTokenSource(within, clock);
        try
        {
            await work.RunDueAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The next request, or the audit, does what this one had no time for.
        }
        catch (Exception defect)
        {
            DefectLine.Write(logger, defect, Log.Failed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4110, LogLevel.Error, "What was due could not be done; the next request or the audit tries it again")]
        public static partial void Failed(ILogger logger, Exception defect);
    }
}

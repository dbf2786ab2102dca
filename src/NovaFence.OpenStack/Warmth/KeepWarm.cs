using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NovaFence.OpenStack.Warmth;

/// <summary>Cares for the token as long as the process lives.</summary>
internal sealed partial class KeepWarm(TokenCare care, TimeProvider time, ILogger<KeepWarm> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = TimeSpan.FromSeconds(15);
            try
            {
                pause = await care.RoundAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever a round stumbles over, an adapter without keep-warm is slow, and one that has ended is of no use.
            catch (Exception defect)
#pragma warning restore CA1031
            {
                Log.Failed(logger, defect);
            }

            try
            {
                await Task.Delay(pause, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2033, LogLevel.Error, "A round of keeping the token warm failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Hosts;

/// <summary>Opens at start, and goes on trying while the ledger or Nova is away: the process must not die with them.</summary>
internal sealed partial class OpeningService(IOpening opening, TimeProvider clock, ILogger<OpeningService> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await MissingAsync(stoppingToken) is { } missing)
        {
            Log.NotYet(logger, missing, Pause.TotalSeconds);
            await Task.Delay(Pause, clock, stoppingToken);
        }

        Log.Open(logger);
    }

    private async Task<string?> MissingAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await opening.OpenAsync(stoppingToken);
        }
        catch (Exception defect) when (!(defect is OperationCanceledException && stoppingToken.IsCancellationRequested))
        {
            // The host would stop over a service that fails.
            DefectLine.Write(logger, defect, Log.Failed);
            return defect is OutOfMemoryException ? "memory" : "something failed in a way that nobody expected";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Warning, "Not ready: {Missing}. Trying again in {Seconds} s")]
        internal static partial void NotYet(ILogger logger, string missing, double seconds);

        [LoggerMessage(1303, LogLevel.Error, "The ledger and the fleet could not be opened")]
        internal static partial void Failed(ILogger logger, Exception defect);

        [LoggerMessage(1302, LogLevel.Information, "The ledger is open and the fleet is known")]
        internal static partial void Open(ILogger logger);
    }
}

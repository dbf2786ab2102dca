using NovaFence.Core.Audit;
using NovaFence.Core.Options;
using NovaFence.Core.Telemetry;

namespace NovaFence.Server.Hosting;

/// <summary>The timer: runs the audit by its schedule, one run at a time.</summary>
internal sealed partial class AuditSchedule(IAuditor auditor, NovaFenceOptions options, TimeProvider clock, ILogger<AuditSchedule> logger) : BackgroundService
{
    // A schedule may name one day of the year, and the clock may be put forward to it.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedule = Schedule.Read(options.Audit.Schedule) ?? throw new InvalidOperationException("the options were not checked");
        while (schedule.Next(clock.GetUtcNow()) is { } next)
        {
            var due = next;
            while (clock.GetUtcNow() is var now && due - now is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left < LongestWait ? left : LongestWait, clock, stoppingToken);
                // The clock may have been put back meanwhile: by that much later nobody would audit, and all would look well.
                due = schedule.Next(clock.GetUtcNow()) is { } sooner && sooner < due ? sooner : due;
            }

            await AuditAsync(stoppingToken);
        }
    }

    private async Task AuditAsync(CancellationToken cancellationToken)
    {
        try
        {
            await auditor.RunAsync(cancellationToken);
        }
        catch (Exception defect) when (!(defect is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // A defect in one run must not end the timer: the next run is the only one who would finish what was left.
            DefectLine.Write(logger, defect, Log.Defect);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1401, LogLevel.Critical, "The audit broke off; the next one is due by the schedule")]
        internal static partial void Defect(ILogger logger, Exception defect);
    }
}

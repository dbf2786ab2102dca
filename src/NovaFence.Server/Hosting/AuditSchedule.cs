using Cronos;
using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Server.Hosting;

/// <summary>The timer: runs the audit by its NCRONTAB expression, one run at a time.</summary>
internal sealed partial class AuditSchedule(IAuditor auditor, IAuditHistory history, NovaFenceOptions options, TimeProvider clock, ILogger<AuditSchedule> logger) : BackgroundService
{
    // A timer takes 49 days at most, and a schedule may name one day of the year.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedule = CronExpression.Parse(options.Audit.Schedule, CronFormat.IncludeSeconds);
        if (await IsOverdueAsync(schedule, stoppingToken))
            await AuditAsync(stoppingToken);
        while (schedule.GetNextOccurrence(clock.GetUtcNow(), TimeZoneInfo.Utc) is { } next)
        {
            while (next - clock.GetUtcNow() is var left && left > TimeSpan.Zero)
                await Task.Delay(left < LongestWait ? left : LongestWait, clock, stoppingToken);
            await AuditAsync(stoppingToken);
        }
    }

    /// <summary>Whether the last audit, whoever ran it, is older than one interval: then what a predecessor left waits for no timer.</summary>
    private async Task<bool> IsOverdueAsync(CronExpression schedule, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await history.RecentAsync(1, cancellationToken) is not LedgerResult<IReadOnlyList<AuditReport>>.Ok { Value: var reports })
            return false;
        return reports is not [var last, ..] || !(schedule.GetNextOccurrence(last.At, TimeZoneInfo.Utc) > now);
    }

    private async Task AuditAsync(CancellationToken cancellationToken)
    {
        try
        {
            await auditor.RunAsync(cancellationToken);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            // A defect in one run must not end the timer: the next run is the only one who would finish what was left.
            Log.Defect(logger, defect);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1401, LogLevel.Critical, "The audit broke off; the next one is due by the schedule")]
        internal static partial void Defect(ILogger logger, Exception defect);
    }
}

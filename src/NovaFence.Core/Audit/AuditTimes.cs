using Cronos;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>When audits are due, by <see cref="AuditOptions.Schedule"/>.</summary>
internal sealed class AuditTimes(NovaFenceOptions options, TimeProvider clock)
{
    /// <summary>After so many intervals without an audit somebody makes up for it, and NovaFence is not ready.</summary>
    private const int MostMissed = 3;

    // A head whose timer reads more than this library does says itself what its interval is; then the default's counts.
    private readonly CronExpression _schedule = CronExpression.TryParse(options.Audit.Schedule, CronFormat.IncludeSeconds, out var schedule)
        ? schedule
        : CronExpression.Parse(new AuditOptions().Schedule, CronFormat.IncludeSeconds);

    private readonly DateTimeOffset _began = clock.GetUtcNow();

    /// <summary>Whether none has run for longer than three intervals; where none has ever run, since this process began.</summary>
    /// <param name="last">The last one; null where none has run.</param>
    /// <param name="now">Now, UTC.</param>
    internal bool IsMissed(AuditSummary? last, DateTimeOffset now) => IsOlder(last?.EndedAt ?? _began, MostMissed, now);

    /// <summary>Whether a process that starts audits at once: the last one is older than one interval, or none has run.</summary>
    internal bool IsDueAtStart(AuditSummary? last, DateTimeOffset now) => last is null || IsOlder(last.At, 1, now);

    private bool IsOlder(DateTimeOffset at, int intervals, DateTimeOffset now)
    {
        for (var passed = 0; passed < intervals; passed++)
        {
            if (_schedule.GetNextOccurrence(at, TimeZoneInfo.Utc) is not { } due || due > now)
                return false;
            at = due;
        }

        return true;
    }
}

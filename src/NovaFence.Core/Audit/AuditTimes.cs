using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>When audits are due, by <see cref="AuditOptions.Schedule"/>.</summary>
internal sealed class AuditTimes(NovaFenceOptions options, TimeProvider clock)
{
    /// <summary>After so many intervals without an audit somebody makes up for it, and NovaFence is not ready.</summary>
    private const int MostMissed = 3;

    private readonly Schedule _schedule = Schedule.Read(options.Audit.Schedule) ?? throw new InvalidOperationException("the options were not checked");

    private readonly DateTimeOffset _began = clock.GetUtcNow();

    /// <summary>
    /// Whether none has run for longer than three intervals; where none has ever run, since this process began. One that ends further ahead than clocks differ was
    /// written by a clock that was ahead, and says nothing of how long ago it was.
    /// </summary>
    /// <param name="last">The last one; null where none has run.</param>
    /// <param name="now">Now, UTC.</param>
    internal bool IsMissed(AuditSummary? last, DateTimeOffset now) => (last?.EndedAt ?? _began) is var ended
        && (options.Fencing.IsAhead(ended, now) || IsOlder(ended, MostMissed, now));

    /// <summary>Whether a process that starts audits at once: the last one is older than one interval, or none has run.</summary>
    internal bool IsDueAtStart(AuditSummary? last, DateTimeOffset now) => last is null || options.Fencing.IsAhead(last.At, now) || IsOlder(last.At, 1, now);

    /// <summary>Whether one interval has passed since the last try: as long as between the two next times after it.</summary>
    internal bool MayTryAgain(DateTimeOffset? tried, DateTimeOffset now) =>
        tried is not { } at || at > now || (_schedule.Next(at) is { } first && _schedule.Next(first) is { } second && at + (second - first) <= now);

    private bool IsOlder(DateTimeOffset at, int intervals, DateTimeOffset now)
    {
        for (var passed = 0; passed < intervals; passed++)
        {
            if (_schedule.Next(at) is not { } due || due > now)
                return false;
            at = due;
        }

        return true;
    }
}

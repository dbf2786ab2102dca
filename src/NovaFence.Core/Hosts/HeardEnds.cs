using System.Collections.Concurrent;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>
/// Until when hosts settle. The window is there to hear what comes after a resolved, so where a timer ends it, it is measured by what has passed since this process knew of the
/// resolved, too. By the time of day alone a clock that leaps, another instance's clock, or a night in which nobody was there to listen would end it at once.
/// </summary>
internal sealed class HeardEnds(DueWorkTimer timer, NovaFenceOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Heard> _heard = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Until when nothing of the host is released, UTC; null where no resolved was received.</summary>
    internal DateTimeOffset? SettlesAt(HostRecord record, DateTimeOffset now) => record.LastResolvedAt is { } resolvedAt
        ? Later(resolvedAt + options.Release.SettleTime, now + Left(record.Host, resolvedAt, now, countsBefore: false))
        : null;

    /// <summary>
    /// Until when nothing is concluded of this alert of it that is pending, UTC. What it had waited before this process knew of it counts, at a predecessor's or at another
    /// instance's that is gone: it may be a dead host that waits.
    /// </summary>
    internal DateTimeOffset? SettlesAt(HostRecord record, AlertEntry pending, DateTimeOffset now)
    {
        var settlesAt = pending.SettlesAt(options.Release.SettleTime);
        return settlesAt is { } end && pending.ResolvedAt == record.LastResolvedAt ? Later(end, now + Left(record.Host, pending.ResolvedAt!.Value, now, countsBefore: true)) : settlesAt;
    }

    /// <summary>What this process has still to wait; null where no timer ends the window, or there is none.</summary>
    private TimeSpan? Left(string host, DateTimeOffset resolvedAt, DateTimeOffset now, bool countsBefore)
    {
        if (!timer.IsOn || options.Release.SettleTime == TimeSpan.Zero)
            return null;
        if (!_heard.TryGetValue(host, out var heard) || heard.ResolvedAt != resolvedAt)
            _heard[host] = heard = new Heard(resolvedAt, clock.GetTimestamp(), now > resolvedAt ? now - resolvedAt : TimeSpan.Zero);
        return options.Release.SettleTime - clock.GetElapsedTime(heard.Timestamp) - (countsBefore ? heard.Before : TimeSpan.Zero);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    /// <summary>An end that this process knows of.</summary>
    /// <param name="ResolvedAt">When it was received, as the record says.</param>
    /// <param name="Timestamp">When this process first met it.</param>
    /// <param name="Before">How long ago it was then.</param>
    private sealed record Heard(DateTimeOffset ResolvedAt, long Timestamp, TimeSpan Before);
}

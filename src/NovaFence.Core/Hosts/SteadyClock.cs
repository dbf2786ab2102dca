using NovaFence.Core.Cloud;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The time of day as everything in this process has it. Where the machine's clock leaps, it goes on as time passes until a listing has told the cloud's time: then whichever of the two is nearer to
/// that is right. So no window ends, and nothing is written of hours to come, because a time source was wrong for a minute.
/// </summary>
/// <param name="machine">The machine's clock.</param>
internal sealed class SteadyClock(TimeProvider machine) : TimeProvider
{
    /// <summary>By so much the time of day may differ from what has passed: a clock that is put right by more than that has leapt.</summary>
    private static readonly TimeSpan MostDrift = Fleet.MaxClockDifference;

    /// <summary>
    /// Within so much of the cloud's the machine's clock is followed, as clocks of instances may differ by that: a cloud's own may be off, and a machine's that was put right is not to be doubted for it.
    /// </summary>
    private static readonly TimeSpan MostDifference = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile Known _known = new(machine.GetUtcNow(), machine.GetTimestamp(), TimeSpan.Zero, long.MinValue, long.MinValue);

    /// <summary>How far the machine's clock has leapt ahead of this one; negative where it is behind, zero where the two are the same.</summary>
    internal TimeSpan Leapt => Leap() is var leap && leap.Duration() > MostDrift ? leap : TimeSpan.Zero;

    /// <inheritdoc />
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc />
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        var known = _known;
        var (now, steady) = (machine.GetUtcNow(), known.At + machine.GetElapsedTime(known.Timestamp));
        var leap = now - steady;
        if ((leap - known.Leap).Duration() > MostDrift)
            Notice(known, leap);
        return leap.Duration() > MostDrift ? steady : now;
    }

    /// <summary>
    /// Whether the machine's clock has leapt since. It may have stood still with the machine, so that what was seen before is hours old.
    /// </summary>
    /// <param name="timestamp">What <see cref="GetTimestamp"/> said then.</param>
    internal bool HasLeaptSince(long timestamp)
    {
        GetUtcNow();
        return _known.LeaptAt > timestamp;
    }

    /// <summary>Whether the machine's clock has leapt, and nothing has told since whether that is right.</summary>
    internal bool IsInDoubt
    {
        get
        {
            GetUtcNow();
            return _known is var known && known.LeaptAt > known.ToldAt;
        }
    }

    /// <summary>Takes the machine's clock for right where it has leapt and is near to the cloud's, or nearer than this one, or where nothing is known of that.</summary>
    /// <param name="theirs">The cloud's time now; null where it is not known.</param>
    /// <returns>By how much that puts this clock forward, or back.</returns>
    internal TimeSpan Told(DateTimeOffset? theirs)
    {
        lock (_gate)
        {
            var leap = Leap();
            var now = machine.GetUtcNow();
            var hasLeapt = leap.Duration() > MostDrift;
            if (hasLeapt && theirs is { } told && (told - now).Duration() is var off && off > MostDifference && off > (told - (now - leap)).Duration())
            {
                _known = _known with { ToldAt = machine.GetTimestamp() };
                return TimeSpan.Zero;
            }

            _known = new Known(now, machine.GetTimestamp(), TimeSpan.Zero, _known.LeaptAt, machine.GetTimestamp());
            return hasLeapt ? leap : TimeSpan.Zero;
        }
    }

    private TimeSpan Leap() => _known is var known ? machine.GetUtcNow() - known.At - machine.GetElapsedTime(known.Timestamp) : default;

    private void Notice(Known known, TimeSpan leap)
    {
        lock (_gate)
        {
            if (ReferenceEquals(known, _known))
                _known = known with { Leap = leap, LeaptAt = machine.GetTimestamp() };
        }
    }

    /// <summary>What is known of the machine's clock.</summary>
    /// <param name="At">The time of day when it was last known to be right.</param>
    /// <param name="Timestamp">When that was, as the process measures what passes.</param>
    /// <param name="Leap">How far it had leapt since when that was last looked at.</param>
    /// <param name="LeaptAt">When a leap was last noticed; the least possible where none was.</param>
    /// <param name="ToldAt">When the cloud's time was last told; the least possible where it was not.</param>
    private sealed record Known(DateTimeOffset At, long Timestamp, TimeSpan Leap, long LeaptAt, long ToldAt);
}

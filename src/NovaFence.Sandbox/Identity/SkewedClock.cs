namespace NovaFence.Sandbox.Identity;

/// <summary>A clock that goes as fast as another and shows another time.</summary>
internal sealed class SkewedClock(TimeProvider right) : TimeProvider
{
    private long _ahead;

    /// <summary>How far it is ahead of the other; negative: behind.</summary>
    public TimeSpan Ahead
    {
        get => new(Interlocked.Read(ref _ahead));
        set => Interlocked.Exchange(ref _ahead, value.Ticks);
    }

    public override long TimestampFrequency => right.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + Ahead;

    public override long GetTimestamp() => right.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        right.CreateTimer(callback, state, dueTime, period);
}

namespace NovaFence.Server.Replaying;

/// <summary>Stands at the moment of the delivery that is replayed. Timers are real; what is measured between two deliveries is the time between them.</summary>
internal sealed class ReplayClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Volatile.Read(ref _ticks) - start.UtcTicks;

    internal void Set(DateTimeOffset now) => Volatile.Write(ref _ticks, now.UtcTicks);
}

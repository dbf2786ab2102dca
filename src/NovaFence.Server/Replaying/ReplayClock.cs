namespace NovaFence.Server.Replaying;

/// <summary>Stands at the moment of the delivery that is replayed; timers and measured times are real.</summary>
internal sealed class ReplayClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    internal void Set(DateTimeOffset now) => Volatile.Write(ref _ticks, now.UtcTicks);
}

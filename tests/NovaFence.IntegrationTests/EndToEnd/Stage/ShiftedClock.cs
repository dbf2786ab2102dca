namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>
/// The system's clock, moved ahead by as much as a test says: leases end and tokens age, and stopwatches have measured that time, while timers run as ever, so that
/// nothing that waits for one hangs.
/// </summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ahead;

    /// <summary>Moves the time of day ahead.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _ahead);
}

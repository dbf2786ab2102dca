namespace NovaFence.Server.Tests.Limits;

/// <summary>A stopwatch that goes on as a test says.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private long _ticks = TimeSpan.FromHours(1).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan by) => _ticks += by.Ticks;
}

namespace NovaFence.Simulation.Time;

/// <summary>The clock of an instance that is so much ahead of the others, or behind them; its timers run as theirs do.</summary>
internal sealed class ClockAhead(SimulatedClock clock, TimeSpan ahead) : TimeProvider
{
    /// <summary>How far it is ahead.</summary>
    internal TimeSpan Ahead { get; private set; } = ahead;

    /// <summary>It leaps: nothing has passed meanwhile, and no timer fires for it.</summary>
    internal void Leap(TimeSpan by) => Ahead += by;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.Now + Ahead;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}

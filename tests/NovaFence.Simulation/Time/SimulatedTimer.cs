namespace NovaFence.Simulation.Time;

/// <summary>A timer of the simulated clock; it rings once, which is all that Core asks of one.</summary>
internal sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
{
    private long _number;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
            throw new NotSupportedException("a timer that rings again");
        _number = dueTime == Timeout.InfiniteTimeSpan ? 0 : clock.Enqueue(this, dueTime);
        return true;
    }

    public void Dispose() => _number = 0;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal bool IsDue(long number) => number == _number;

    internal void Call()
    {
        _number = 0;
        callback(state);
    }
}

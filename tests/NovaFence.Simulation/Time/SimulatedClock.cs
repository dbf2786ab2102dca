namespace NovaFence.Simulation.Time;

/// <summary>The only clock of a history. It stands still until it is moved, and calls what falls due on the way, one after the other.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<SimulatedTimer, (long Due, long Number)> _timers = new();
    private long _now = start.UtcTicks;
    private long _number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    internal DateTimeOffset Start => start;

    internal DateTimeOffset Now => new(_now, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Does something after a while.</summary>
    internal void In(TimeSpan time, Action action) =>
        CreateTimer(static state => ((Action)state!)(), action, time, Timeout.InfiniteTimeSpan);

    /// <summary>Moves to the next timer that falls due by then and calls it; false when there is none, and then it is that moment.</summary>
    internal bool CallNext(DateTimeOffset until)
    {
        while (_timers.TryPeek(out var timer, out var due))
        {
            if (due.Due > until.UtcTicks)
                break;
            _timers.Dequeue();
            if (!timer.IsDue(due.Number))
                continue;
            _now = Math.Max(_now, due.Due);
            timer.Call();
            return true;
        }

        _now = Math.Max(_now, until.UtcTicks);
        return false;
    }

    internal long Enqueue(SimulatedTimer timer, TimeSpan time)
    {
        var number = ++_number;
        _timers.Enqueue(timer, (_now + Math.Max(0, time.Ticks), number));
        return number;
    }
}

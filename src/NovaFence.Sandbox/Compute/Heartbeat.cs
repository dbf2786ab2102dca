namespace NovaFence.Sandbox.Compute;

/// <summary>
/// When a service last reported, worked out from the clock instead of by a timer: a test that moves its clock a minute ahead finds six
/// reports, and a sandbox that idles costs nothing.
/// </summary>
internal sealed class Heartbeat(TimeSpan interval, DateTimeOffset started)
{
    private DateTimeOffset? _stoppedAt;
    private DateTimeOffset _startedAt = started;

    public DateTimeOffset LastAt(DateTimeOffset now)
    {
        DateTimeOffset until = _stoppedAt is { } stopped && stopped < now ? stopped : now;
        long beats = Math.Max(0, (until - _startedAt).Ticks / interval.Ticks);
        return _startedAt + (beats * interval);
    }

    public void Stop(DateTimeOffset now) => _stoppedAt ??= now;

    /// <returns>False when it runs already.</returns>
    public bool Start(DateTimeOffset now)
    {
        if (_stoppedAt is null)
            return false;
        _stoppedAt = null;
        _startedAt = now;
        return true;
    }
}

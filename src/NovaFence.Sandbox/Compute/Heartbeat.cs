namespace NovaFence.Sandbox.Compute;

/// <summary>
/// When a service last reported, worked out from the clock instead of by a timer: a test that moves its clock a minute ahead finds six
/// reports, and a sandbox that idles costs nothing.
/// </summary>
internal sealed class Heartbeat(TimeSpan interval, DateTimeOffset started)
{
    private DateTimeOffset _startedAt = started;
    private DateTimeOffset? _last;

    /// <summary>False from <see cref="Stop"/> to <see cref="Start"/>.</summary>
    public bool Beats => _last is null;

    public DateTimeOffset LastAt(DateTimeOffset now)
    {
        if (_last is { } last)
            return last;
        long beats = Math.Max(0, (now - _startedAt).Ticks / interval.Ticks);
        return _startedAt + (beats * interval);
    }

    public void Stop(DateTimeOffset now) => _last ??= LastAt(now);

    /// <summary>Stops it, and moves its last report back.</summary>
    public void StopAged(DateTimeOffset now, TimeSpan by) => _last = LastAt(now) - by;

    /// <returns>False when it runs already.</returns>
    public bool Start(DateTimeOffset now)
    {
        if (Beats)
            return false;
        _last = null;
        _startedAt = now;
        return true;
    }
}

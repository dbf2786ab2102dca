namespace NovaFence.Core.Telemetry;

/// <summary>Lets so many lines of the log be written in a period, and counts those that it does not.</summary>
/// <param name="most">Most lines in a period.</param>
/// <param name="period">The period, which begins with its first line.</param>
/// <param name="clock">Tells the time.</param>
public sealed class LineLimit(int most, TimeSpan period, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long? _began;
    private int _written;
    private long _leftOut;

    /// <summary>Whether one may be written now.</summary>
    /// <param name="leftOut">How many were not since the last that was, to be said before it.</param>
    public bool TryTake(out long leftOut)
    {
        lock (_lock)
        {
            leftOut = 0;
            if (_began is not { } began || clock.GetElapsedTime(began) >= period)
                (_began, _written) = (clock.GetTimestamp(), 0);
            if (_written >= most)
            {
                _leftOut++;
                return false;
            }

            _written++;
            (leftOut, _leftOut) = (_leftOut, 0);
            return true;
        }
    }
}

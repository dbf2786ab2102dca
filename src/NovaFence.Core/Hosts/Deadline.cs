namespace NovaFence.Core.Hosts;

/// <summary>A moment by which an answer has to be given.</summary>
internal readonly record struct Deadline(long Timestamp, TimeProvider Clock)
{
    internal static Deadline In(TimeSpan time, TimeProvider clock) => new(clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency), clock);

    /// <summary>What is left; never negative.</summary>
    internal TimeSpan Left
    {
        get
        {
            var left = Clock.GetElapsedTime(Clock.GetTimestamp(), Timestamp);
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }
}

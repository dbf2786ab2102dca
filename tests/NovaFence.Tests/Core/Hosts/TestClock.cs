using Microsoft.Extensions.Time.Testing;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>
/// A clock that stands still until somebody puts it forward. Waits of less than a second are pauses between two tries and are over at once; longer ones
/// are deadlines and windows, which end only where a test says that the time has passed.
/// </summary>
internal sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(5);

    private long _setBack;

    internal DateTimeOffset Now => GetUtcNow();

    /// <summary>What happens before each telling of the time of day.</summary>
    internal Action Asked { get; set; } = () => { };

    /// <summary>As NTP does, or a person. What is measured in between is not changed by it, nor does a timer fire.</summary>
    internal void SetBack(TimeSpan by)
    {
        _setBack += by.Ticks;
        AdjustTime(GetUtcNow() - by);
    }

    /// <summary>The same forward: nothing has passed meanwhile.</summary>
    internal void LeapAhead(TimeSpan by)
    {
        _setBack -= by.Ticks;
        AdjustTime(GetUtcNow() + by);
    }

    public override DateTimeOffset GetUtcNow()
    {
        Asked();
        return base.GetUtcNow();
    }

    public override long GetTimestamp() => base.GetTimestamp() + _setBack;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(1)
            ? System.CreateTimer(callback, state, dueTime < AtOnce ? dueTime : AtOnce, period)
            : base.CreateTimer(callback, state, dueTime, period);
}

using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>A clock that stands still, and tells when somebody begins to wait on it.</summary>
internal sealed class WatchedClock : FakeTimeProvider
{
    private readonly Channel<ITimer> _timers = Channel.CreateUnbounded<ITimer>();

    public WatchedClock()
        : base(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero)) { }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(timer);
        return timer;
    }

    /// <summary>Returns once a timer has been made that nobody has waited for yet.</summary>
    public Task TimerMadeAsync() =>
        _timers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}

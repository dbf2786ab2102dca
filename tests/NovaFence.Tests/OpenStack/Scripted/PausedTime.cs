using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace NovaFence.OpenStack.Tests.Scripted;

/// <summary>A clock that stands still and tells when somebody begins to wait by it for more than two minutes: no call has such a limit here.</summary>
internal sealed class PausedTime() : FakeTimeProvider(DateTimeOffset.UtcNow)
{
    private readonly Channel<TimeSpan> pauses = Channel.CreateUnbounded<TimeSpan>();

    public async Task<TimeSpan> NextPauseAsync(CancellationToken cancellationToken) =>
        await pauses.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.FromMinutes(2))
            pauses.Writer.TryWrite(dueTime);
        return timer;
    }
}

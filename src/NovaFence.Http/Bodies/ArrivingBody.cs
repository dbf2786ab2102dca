using System.IO.Pipelines;

namespace NovaFence.Http.Bodies;

/// <summary>A body that is being read, in its room's order until it is there or given up. <see cref="BodyRoom"/> locks it.</summary>
internal sealed class ArrivingBody(BodyRoom room, PipeReader reader) : IDisposable
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it takes no room any more, or is whole.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Whether it has to go for one that began later.</summary>
    public bool IsPutOut { get; private set; }

    /// <summary>Has it go: what waits for more of it is woken.</summary>
    public void PutOut()
    {
        IsPutOut = true;
        reader.CancelPendingRead();
    }

    public void Dispose()
    {
        room.End(this);
        _gone.TrySetResult();
    }
}

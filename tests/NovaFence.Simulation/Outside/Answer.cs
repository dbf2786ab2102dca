namespace NovaFence.Simulation.Outside;

/// <summary>The answer to a call that is under way. The first one given counts; a caller that stops waiting gets its own.</summary>
internal sealed class Answer<T>
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Answer(CancellationToken cancellationToken, Func<T>? whenStopped = null)
    {
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.UnsafeRegister(
                (_, token) =>
                {
                    if (_source.Task.IsCompleted)
                        return;
                    if (whenStopped is null)
                        _source.TrySetCanceled(token);
                    else
                        _source.TrySetResult(whenStopped());
                },
                null);
        }
    }

    internal Task<T> Task => _source.Task;

    internal void Give(T value) => _source.TrySetResult(value);
}

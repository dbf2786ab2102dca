namespace NovaFence.Core.Ledger;

/// <summary>Lets so many callers in at once, the longest waiting first.</summary>
/// <remarks>
/// Unlike <c>SemaphoreSlim</c>, whose cancellable wait resumes on the thread pool, the one who waited resumes where it awaits: on the
/// thread pool in production, and on one thread, in an order that can be repeated, in the simulation.
/// </remarks>
internal sealed class Gate(int places)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _free = places;

    /// <summary>Waits for a place and works on it, for so long altogether.</summary>
    /// <param name="within">The longest time for both; nothing is begun where there is none.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="work">Its token ends with the time, or with the caller's.</param>
    /// <param name="notBegun">What comes of it where the time, or the caller's token, ended before there was a place.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    internal async Task<T> WorkAsync<T>(TimeSpan within, TimeProvider clock, Func<CancellationToken, Task<T>> work, T notBegun, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(within > TimeSpan.Zero ? within : TimeSpan.Zero, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await TakeAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            return notBegun;
        }

        try
        {
            return await work(both.Token);
        }
        finally
        {
            GiveBack();
        }
    }

    /// <summary>Waits for a place; whoever got one gives it back.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; no place is taken.</exception>
    internal async Task TakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast(turn);
        }

        using (cancellationToken.UnsafeRegister((_, token) => turn.TrySetCanceled(token), null))
            await turn.Task;
    }

    /// <summary>Gives a place to the one who waits longest and still wants it.</summary>
    internal void GiveBack()
    {
        lock (_gate)
        {
            while (_waiting.First is { } first)
            {
                _waiting.RemoveFirst();
                if (first.Value.TrySetResult())
                    return;
            }

            _free++;
        }
    }
}

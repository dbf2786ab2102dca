namespace NovaFence.Ledger;

/// <summary>The opening of a store, done once for all who wait for it; one that fails is tried again by whoever comes next.</summary>
/// <param name="open">Opens the store; its argument says whether to make what is missing.</param>
/// <param name="timeout">Most time for it.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedOpening<T>(Func<bool, CancellationToken, Task<T>> open, TimeSpan timeout, TimeProvider time)
    where T : class
{
    private readonly Lock _gate = new();
    private Task<T>? _running;
    private bool _makes;
    private T? _opened;

    /// <summary>The open store; null before.</summary>
    public T? Opened => Volatile.Read(ref _opened);

    /// <summary>The open store, opened where it has not been yet. The caller's token ends the waiting, not the opening.</summary>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        Opened is { } opened ? ValueTask.FromResult(opened) : new ValueTask<T>(Run(make: false).WaitAsync(cancellationToken));

    /// <summary>Opens the store, once more where it is open, and makes what is missing.</summary>
    public Task<T> MakeAsync(CancellationToken cancellationToken) => Run(make: true).WaitAsync(cancellationToken);

    private Task<T> Run(bool make)
    {
        lock (_gate)
        {
            if (!make && _opened is not null)
                return Task.FromResult(_opened);
            if (_running is null || _running.IsCompleted || (make && !_makes))
            {
                _makes = make;
                _running = Task.Run(() => OpenAsync(make));
                // Everybody who waited may have given up.
                _ = _running.ContinueWith(
                    static failed => failed.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }

            return _running;
        }
    }

    private async Task<T> OpenAsync(bool make)
    {
        using var late = new CancellationTokenSource(timeout, time);
        try
        {
            var opened = await open(make, late.Token);
            Volatile.Write(ref _opened, opened);
            return opened;
        }
        catch (OperationCanceledException ended) when (late.IsCancellationRequested)
        {
            // Whoever waits has a token of their own, which has not ended.
            throw new TimeoutException("The store was not opened in time.", ended);
        }
    }
}

namespace NovaFence.Ledger.Sqlite;

/// <summary>
/// One connection and the queue before it. A SQLite connection serves one caller at a time, and who waits here holds no thread.
/// </summary>
internal sealed class SqliteLane<T>(SqliteFile file, Func<T> open) : IDisposable
    where T : class, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private T? _session;
    private bool _disposed;

    /// <summary>Opened at the first use, and again after anything went wrong: a file that is back is found again.</summary>
    public async Task<TResult> UseAsync<TResult>(Func<T, ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // A file that was taken away can still be written to, and nobody would ever read it.
            if (_session is not null && !file.Exists)
                Drop();
            return await work(_session ??= open());
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Drop();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        // Whoever is inside ends by itself: no call is without a deadline.
        _turn.Wait();
        Drop();
        _turn.Dispose();
    }

    private void Drop()
    {
        _session?.Dispose();
        _session = null;
    }
}

namespace NovaFence.Ledger.Sqlite;

/// <summary>
/// One connection and the queue before it. A SQLite connection serves one caller at a time, and who waits here holds no thread.
/// </summary>
internal sealed class SqliteLane<T>(SqliteFile file, Func<T> open) : IDisposable
    where T : class, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private T? _session;
    private FileIdentity? _opened;
    private bool _disposed;

    /// <summary>Opened at the first use, and again after anything went wrong: a file that is back is found again.</summary>
    public async Task<TResult> UseAsync<TResult>(Func<T, ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // A file that was taken away, or that another one has taken the place of, can still be written to, and nobody would ever read it.
            var stands = file.Identity;
            if (_session is not null && stands != _opened)
                Drop();
            if (_session is null)
                (_session, _opened) = (open(), stands);
            return await work(_session);
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

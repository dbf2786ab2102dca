namespace NovaFence.Ledger.Sqlite;

/// <summary>
/// One connection and the queue before it. A SQLite connection serves one caller at a time, and who waits here holds no thread.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="open">Opens a connection.</param>
/// <param name="saveLog">
/// Brings what only the write-ahead log has into the file, where somebody took the log away: nobody but this process can read it any more. It gets the connection that has
/// the log open, or null before a new connection is opened, which would begin a new log.
/// </param>
internal sealed class SqliteLane<T>(SqliteFile file, Func<T> open, Func<T?, CancellationToken, Task> saveLog) : IDisposable
    where T : class, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private T? _session;
    private FileIdentity? _opened;
    private FileIdentity? _log;
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
            // Where that fails the connection stays open: it alone still has the log.
            await SaveLogAsync(cancellationToken);
            try
            {
                return await UseAsync(work, stands, cancellationToken);
            }
            catch (UnfitStoreException lost) when (lost.IsLostLog)
            {
                // Somebody deleted it since it was looked at.
                await SaveLogAsync(cancellationToken);
                return await UseAsync(work, stands, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sees whether somebody took the log away that is open here.</summary>
    public async Task CheckLogAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await SaveLogAsync(cancellationToken);
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

    private async Task<TResult> UseAsync<TResult>(Func<T, ValueTask<TResult>> work, FileIdentity? stands, CancellationToken cancellationToken)
    {
        try
        {
            if (_session is null)
            {
                await saveLog(null, cancellationToken);
                (_session, _opened, _log) = (open(), stands, null);
            }

            var result = await work(_session);
            _log ??= file.LogIdentity;
            return result;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or UnfitStoreException { IsLostLog: true }))
        {
            Drop();
            throw;
        }
    }

    private async Task SaveLogAsync(CancellationToken cancellationToken)
    {
        if (_session is null || _log is null || file.LogIdentity == _log)
            return;
        await saveLog(_session, cancellationToken);
        Drop();
    }

    private void Drop()
    {
        _session?.Dispose();
        _session = null;
    }
}

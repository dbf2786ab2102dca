namespace NovaFence.Ledger.Sqlite;

/// <summary>
/// One connection, its thread, and the queue before it. A SQLite connection serves one caller at a time, and who waits here holds no thread. SQLite itself knows no deadline: a disk that hangs
/// keeps the lane's thread, until it answers, and nobody who waits for it any longer than his own deadline.
/// </summary>
/// <param name="name">What debuggers call its thread.</param>
/// <param name="file">The file.</param>
/// <param name="open">Opens a connection.</param>
/// <param name="saveLog">
/// Brings what only the write-ahead log has into the file, where somebody took the log away: nobody but this process can read it any more. It gets the connection that has
/// the log open, or null before a new connection is opened, which would begin a new log.
/// </param>
internal sealed class SqliteLane<T>(string name, SqliteFile file, Func<T> open, Func<T?, CancellationToken, Task> saveLog) : IDisposable
    where T : class, IDisposable
{
    /// <summary>So long what is under way is waited for at the end; what a disk that hangs keeps, ends with the process.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly LaneThread _thread = new(name);
    private T? _session;
    private FileIdentity? _opened;
    private FileIdentity? _log;
    private bool _disposed;

    /// <summary>Opened at the first use, and again after anything went wrong: a file that is back is found again.</summary>
    public Task<TResult> UseAsync<TResult>(Func<T, ValueTask<TResult>> work, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
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
        },
        cancellationToken);

    /// <summary>Closes the connection, which the next use opens anew.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (_session is not null && file.Identity == _opened)
                await SaveLogAsync(cancellationToken);
            Drop();
            return true;
        },
        cancellationToken);

    /// <summary>Sees whether somebody took the log away that is open here.</summary>
    public Task CheckLogAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await SaveLogAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_turn.Wait(EndsWithin))
            return;
        Drop();
        _turn.Dispose();
        _thread.Dispose();
    }

    /// <summary>Off the caller, who waits no longer than he may: the turn ends with the work, and not with the waiting.</summary>
    private async Task<TResult> InTurnAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        Task<TResult> working;
        try
        {
            working = _thread.Run(work);
        }
        catch
        {
            _turn.Release();
            throw;
        }

        _ = working.ContinueWith(
            static (ended, turn) =>
            {
                // Seen, also where nobody waits for it any more.
                _ = ended.Exception;
                ((SemaphoreSlim)turn!).Release();
            },
            _turn,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return await working.WaitAsync(cancellationToken);
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

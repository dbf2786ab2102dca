namespace NovaFence.Ledger.Sqlite;

/// <summary>
/// The index of the write-ahead log, in the file <c>-shm</c>, on which the processes lock each other out as well (https://sqlite.org/walformat.html#the_wal_index_or_shm_file). Where somebody deletes it
/// under a process, the next one makes another, neither sees the other's locks and commits, and each writes over what the other has written. All connections of this process share one, and go on with
/// another only when all of them were closed.
/// </summary>
internal sealed class SqliteIndex(SqliteFile file)
{
    private readonly Lock _gate = new();
    private FileIdentity? _open;
    private bool _isOther;
    private bool _wasLost;

    /// <summary>Whether the one that is open here does not stand in the folder any more.</summary>
    public bool IsLost
    {
        get
        {
            lock (_gate)
                return _isOther || (_open is { } open && file.IndexIdentity != open);
        }
    }

    /// <summary>The same, while a connection has one open for certain: the first that is seen is taken for that one.</summary>
    public bool IsLostInUse
    {
        get
        {
            lock (_gate)
            {
                if (_open is null)
                {
                    _open = file.IndexIdentity;
                    // A connection that was still open when others were closed has kept the old one. At first nobody can have one.
                    _isOther = _wasLost && (_open is not { } stands || !FileIdentity.MayBeOpen(stands));
                }

                return _isOther || (_open is { } open && file.IndexIdentity != open);
            }
        }
    }

    /// <summary>Says that every connection of this process was closed.</summary>
    public void Close()
    {
        lock (_gate)
            (_open, _isOther, _wasLost) = (null, false, true);
    }
}

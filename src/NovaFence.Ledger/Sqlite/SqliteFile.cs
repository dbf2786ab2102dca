using Microsoft.Data.Sqlite;

namespace NovaFence.Ledger.Sqlite;

/// <summary>The ledger's file: where it is, how it is made and opened.</summary>
internal sealed class SqliteFile(string path)
{
    private const UnixFileMode OwnerOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly Lock Making = new();

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Beside the file itself, and not beside a link that leads to it.</summary>
    private string RealPath => new FileInfo(Path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path : Path;

    public bool Exists => File.Exists(Path);

    /// <summary>Whether anything is in it, or stands in its way, which whoever opens it says.</summary>
    /// <exception cref="UnfitStoreException">This user may not look.</exception>
    public bool IsMade
    {
        get
        {
            try
            {
                // Unlike Exists, this tells a file that is not there from one that is hidden.
                return File.GetAttributes(Path).HasFlag(FileAttributes.Directory) || new FileInfo(Path).Length > 0;
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
            {
                return Folders.Any(File.Exists);
            }
            catch (UnauthorizedAccessException)
            {
                throw new UnfitStoreException("cannot be looked for: this user may not look into its folder.");
            }
        }
    }

    private IEnumerable<string> Folders
    {
        get
        {
            for (var folder = System.IO.Path.GetDirectoryName(Path); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
                yield return folder;
        }
    }

    /// <summary>Which file it is; null where there is none.</summary>
    public FileIdentity? Identity => FileIdentity.Of(Path);

    /// <summary>Which file its write-ahead log is (https://sqlite.org/wal.html); null where there is none.</summary>
    public FileIdentity? LogIdentity => FileIdentity.Of(RealPath + "-wal");

    /// <summary>Which file the index of that log is; null where there is none.</summary>
    public FileIdentity? IndexIdentity => FileIdentity.Of(RealPath + "-shm");

    /// <summary>Makes the folder and an empty file where missing: SQLite itself would let everybody read it.</summary>
    /// <remarks>
    /// A file that is there is never opened other than by SQLite: closing it would end SQLite's locks on it, which POSIX keeps per process,
    /// and two writers would damage it (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
    /// </remarks>
    public void Make()
    {
        lock (Making)
        {
            if (Exists)
                return;
            MakeFolder(System.IO.Path.GetDirectoryName(Path)!);
            try
            {
                MakeFile();
            }
            catch (IOException) when (Exists)
            {
                // Another process was first.
            }
        }
    }

    /// <summary>A connection of its own, not from a pool, to the file that is there.</summary>
    /// <exception cref="SqliteException">It is not there or cannot be opened.</exception>
    public SqliteConnection Open()
    {
        var address = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            // Microsoft.Data.Sqlite meets a busy file with Thread.Sleep(150) until this many seconds are over. Where waiting is to be
            // expected, at BEGIN IMMEDIATE, SqliteWriter waits in its own way; this is for the rest, such as another process's recovery.
            DefaultTimeout = 1,
        };
        var connection = new SqliteConnection(address.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
    }

    private void MakeFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnlyFile;
        using var made = new FileStream(Path, options);
    }
}

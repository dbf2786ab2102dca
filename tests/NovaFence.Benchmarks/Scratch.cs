namespace NovaFence.Benchmarks;

/// <summary>A folder for the ledger and the log. NovaFence logs to standard output; here that goes into a file, as a service's does.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly TextWriter _console = Console.Out;
    private readonly StreamWriter _log;

    public Scratch()
    {
        // Not in memory: a ledger on a memory file system pays nothing for durability, and its figures would be worth nothing.
        Path = Directory.CreateDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, "scratch", Guid.NewGuid().ToString("N"))).FullName;
        LogPath = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "novafence.log");
        _log = new StreamWriter(LogPath) { AutoFlush = true };
    }

    public string Path { get; }

    public string LogPath { get; }

    /// <summary>From now on, what is written to standard output goes into the log.</summary>
    public void TakeConsole() => Console.SetOut(_log);

    public void Dispose()
    {
        Console.SetOut(_console);
        _log.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Recording;

/// <summary>
/// Writes deliveries' bodies to a folder as they were received. It never fails a delivery: what cannot be written is told once, and again only after
/// something could be written meanwhile.
/// </summary>
internal sealed partial class DeliveryRecorder(IOptions<RecordOptions> options, TimeProvider clock, ILogger<DeliveryRecorder> logger) : IDisposable
{
    /// <summary>Longest time for one file: the answer waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Most files that are written at the same time. A folder that hangs keeps a thread for each.</summary>
    internal const int MostAtOnce = 8;

    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly string? _folder = string.IsNullOrWhiteSpace(options.Value.Record) ? null : Path.GetFullPath(options.Value.Record);
    private readonly Lock _gate = new();
    private int _failing;

    /// <summary>Makes a file.</summary>
    internal Func<string, Stream> Open { get; init; } = static path => new FileStream(path, Options());

    /// <summary>Makes the folder where it is missing; does nothing where recording is off. Throws what the file system throws.</summary>
    public void Prepare()
    {
        if (_folder is null)
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_folder);
        else
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Begins to write a copy of the body, beside whatever else is done about it. Does not throw; the task ends in bounded time.</summary>
    public Task RecordAsync(string receiver, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        if (_folder is null)
            return Task.CompletedTask;
        return WriteAsync(_folder, receiver, body.ToArray(), receivedAt);
    }

    public void Dispose() => _places.Dispose();

    private async Task WriteAsync(string folder, string receiver, byte[] body, DateTimeOffset receivedAt)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await _places.WaitAsync(patience.Token);
            // On another thread: to open a file and to rename it holds the one that does it for as long as the folder hangs.
            var storing = Task.Run(() => StoreAsync(folder, receiver, body, receivedAt, patience.Token), CancellationToken.None);
            _ = storing.ContinueWith(ended => (_places.Release(), ended.Exception), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await storing.WaitAsync(patience.Token);
            Volatile.Write(ref _failing, 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            var why = failure is OperationCanceledException ? "it took too long" : failure.Message;
            if (Interlocked.Exchange(ref _failing, 1) == 0)
                Log.NotRecorded(logger, receiver, why);
        }
    }

    private async Task StoreAsync(string folder, string receiver, byte[] body, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var unfinished = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var file = Open(unfinished))
                await file.WriteAsync(body, cancellationToken);
            Rename(unfinished, folder, receiver, receivedAt);
        }
        catch
        {
            Remove(unfinished);
            throw;
        }
    }

    /// <summary>Two deliveries of one moment must not become one: whether a name is free and taking it is one step, for this process.</summary>
    private void Rename(string unfinished, string folder, string receiver, DateTimeOffset receivedAt)
    {
        lock (_gate)
        {
            var name = Path.Combine(folder, RecordedName.Of(receivedAt, receiver));
            for (var later = 1; File.Exists(name); later++)
                name = Path.Combine(folder, RecordedName.Of(receivedAt.AddTicks(later), receiver));
            File.Move(unfinished, name, overwrite: false);
        }
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // The reason it could not be written stands for both.
        }
    }

    /// <summary>For the owner's eyes: labels may name customers.</summary>
    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static partial class Log
    {
        [LoggerMessage(4200, LogLevel.Warning, "{Receiver}: deliveries are not recorded (NovaFence:Record): {Why}")]
        public static partial void NotRecorded(ILogger logger, string receiver, string why);
    }
}

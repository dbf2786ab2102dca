using System.Runtime.InteropServices;

namespace NovaFence.Server.Hosting;

/// <summary>
/// The lifetime of a server that a command runs. SIGTERM and SIGINT are the command line's alone: it ends the command's token, and waits for the command. Where the framework took them too, the
/// command could be over, and what the command line waits with be gone, before the command line heard of the signal: the process ended by an exception that nobody caught.
/// </summary>
internal sealed class CommandLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private PosixSignalRegistration? _quit;

    /// <summary>Whether a signal of which the command line knows nothing has ended it.</summary>
    internal bool IsTold { get; private set; }

    /// <summary>Ends it, by such a signal.</summary>
    internal void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        IsTold = true;
        application.StopApplication();
    }

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, End);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _quit?.Dispose();
}

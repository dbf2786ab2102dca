using NovaFence.Core.Hosts;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Counts how often somebody has what is due done.</summary>
internal sealed class ScriptedDueWork : IDueWork
{
    private int _runs;

    public bool HasTimer { get; set; }

    public int Runs => Volatile.Read(ref _runs);

    public Func<CancellationToken, Task> Do { get; set; } = _ => Task.CompletedTask;

    public async Task<DateTimeOffset?> RunDueAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        await Do(cancellationToken);
        return null;
    }

    public Task WhenReadAsync() => Task.CompletedTask;

    public Task RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Only a timer of the process calls this.");
}

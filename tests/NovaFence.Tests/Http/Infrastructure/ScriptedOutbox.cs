using NovaFence.Core.Notify;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Counts how often somebody has receivers told, and keeps which are to be told again.</summary>
internal sealed class ScriptedOutbox : IOutbox
{
    private int _runs;

    public bool HasTimer { get; set; }

    public bool MayHaveSome { get; set; }

    public int Runs => Volatile.Read(ref _runs);

    public Func<CancellationToken, Task> Do { get; set; } = _ => Task.CompletedTask;

    public List<string> Resumed { get; } = [];

    /// <summary>Why nothing is resumed; null where it is.</summary>
    public string? Refusal { get; set; }

    public IReadOnlyList<ReceiverStatus> Receivers => [];

    public async Task<DateTimeOffset?> RunDueAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        await Do(cancellationToken);
        return null;
    }

    public Task RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Only a timer of the process calls this.");

    public Task<string?> ResumeAsync(string receiver, string by, CancellationToken cancellationToken)
    {
        Resumed.Add($"{receiver} by {by}");
        return Task.FromResult(Refusal);
    }
}

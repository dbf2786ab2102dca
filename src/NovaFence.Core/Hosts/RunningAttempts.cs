using System.Collections.Concurrent;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The attempts of this process. An attempt in the ledger that bears this instance's name but is not among them was lost, for instance
/// with an answer of the store that never came, and need not be waited for.
/// </summary>
internal sealed class RunningAttempts
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _running = new(StringComparer.Ordinal);
    // Those whose PUT was given to the cloud, until the ledger has what became of it.
    private readonly ConcurrentDictionary<string, bool> _sent = new(StringComparer.Ordinal);

    /// <summary>This process's name in leases and events: new with every start.</summary>
    internal string Instance { get; } = Guid.NewGuid().ToString("N")[..12];

    internal string Begin()
    {
        var id = Guid.NewGuid().ToString("N");
        _running[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return id;
    }

    internal void End(string id)
    {
        if (_running.TryRemove(id, out var done))
            done.SetResult();
    }

    /// <summary>Notes that the attempt's PUT goes out now.</summary>
    internal void Send(string id) => _sent[id] = true;

    /// <summary>Notes that the ledger has what became of the attempt's PUT.</summary>
    internal void Settle(string id) => _sent.TryRemove(id, out _);

    /// <summary>Whether this process made the attempt, has ended it, and never sent its PUT: its intent was stored after nobody waited for it any more.</summary>
    internal bool HasNotSent(Attempt attempt) => attempt.By == Instance && !IsRunning(attempt.Id) && !_sent.ContainsKey(attempt.Id);

    internal bool IsRunning(string id) => _running.ContainsKey(id);

    /// <summary>Completes when the attempt has ended; at once when it already has.</summary>
    internal async Task WhenDoneAsync(string id)
    {
        if (_running.TryGetValue(id, out var running))
            await running.Task;
    }

    /// <summary>Whether somebody may be at it: another instance within its lease, or this process.</summary>
    internal bool IsLive(HostRecord record, DateTimeOffset now) =>
        record.Attempt is { } attempt && record.IsLeased(now) && (attempt.By != Instance || IsRunning(attempt.Id));
}

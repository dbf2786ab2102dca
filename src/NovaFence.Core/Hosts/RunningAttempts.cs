using System.Collections.Concurrent;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The attempts of this process. An attempt in the ledger that bears this instance's name but is not among them was lost, for instance
/// with an answer of the store that never came, and need not be waited for.
/// </summary>
internal sealed class RunningAttempts
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _running = new(StringComparer.Ordinal);
    // Of those whose PUT was given to the cloud what came of it, until the ledger has it; null where Nova may have been told and nobody knows.
    private readonly ConcurrentDictionary<string, AttemptOutcome?> _sent = new(StringComparer.Ordinal);

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
    internal void Send(string id) => _sent[id] = null;

    /// <summary>Notes what came of the attempt, and that the ledger does not have it yet.</summary>
    internal void Answer(AttemptOutcome outcome)
    {
        if (_sent.ContainsKey(outcome.AttemptId))
            _sent[outcome.AttemptId] = outcome;
    }

    /// <summary>Notes that the ledger has what came of the attempt.</summary>
    internal void Settle(string id) => _sent.TryRemove(id, out _);

    /// <summary>The attempts that have ended, and of which the ledger was not heard to have the outcome.</summary>
    internal IReadOnlyList<string> Unsettled() => [.. _sent.Keys.Where(id => !IsRunning(id))];

    /// <summary>What this process knows to have come of an attempt of its own that the ledger still has; null where it does not know.</summary>
    internal AttemptOutcome? OutcomeOf(Attempt attempt)
    {
        if (attempt.By != Instance || IsRunning(attempt.Id))
            return null;
        return _sent.TryGetValue(attempt.Id, out var outcome) ? outcome : AttemptOutcome.NeverSent(attempt.Id);
    }

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

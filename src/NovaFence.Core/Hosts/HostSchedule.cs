using System.Collections.Concurrent;

namespace NovaFence.Core.Hosts;

/// <summary>The hosts whose records this instance has touched or read, and that therefore may wait for a time.</summary>
internal sealed class HostSchedule
{
    private readonly ConcurrentDictionary<string, byte> _touched = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _whenChanged;

    /// <summary>Says that something of this host may have changed.</summary>
    internal void Note(string host)
    {
        _touched[host] = 0;
        TaskCompletionSource changed;
        lock (_gate)
            changed = _changed;
        changed.TrySetResult();
    }

    /// <summary>The hosts that were noted since the last call.</summary>
    internal IReadOnlyList<string> Take()
    {
        lock (_gate)
        {
            if (_changed.Task.IsCompleted)
            {
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _whenChanged = null;
            }
        }

        // In an order that does not depend on hashes.
        var hosts = _touched.Keys.Order(StringComparer.Ordinal).ToList();
        foreach (var host in hosts)
            _touched.TryRemove(host, out _);
        return hosts;
    }

    /// <summary>Completes when a host is noted.</summary>
    /// <remarks>
    /// Awaited here and not handed out: a time limit on a task that completes its continuations asynchronously would resume on the thread pool, and not
    /// where its caller runs. One task for all calls until then: each that is abandoned would stay with the source for as long as no host is noted.
    /// </remarks>
    internal Task WhenChangedAsync()
    {
        lock (_gate)
            return _whenChanged ??= AwaitAsync(_changed.Task);

        static async Task AwaitAsync(Task changed) => await changed;
    }
}

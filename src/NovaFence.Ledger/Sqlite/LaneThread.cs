using System.Collections.Concurrent;

namespace NovaFence.Ledger.Sqlite;

/// <summary>
/// Runs tasks one after the other on a thread of its own, which begins with the first of them. A connection to SQLite blocks whoever uses it: on the thread pool it would wait for threads
/// that others hold, and others for the one that it holds.
/// </summary>
/// <param name="name">What debuggers call the thread.</param>
internal sealed class LaneThread(string name) : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _queue = [];
    private readonly Lock _starting = new();
    private Thread? _thread;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Begins the work on the thread; what it awaits goes on there too.</summary>
    public Task<T> Run<T>(Func<Task<T>> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Ends the thread after what is queued.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        lock (_starting)
        {
            if (_thread is null)
                _queue.Dispose();
        }
    }

    protected override void QueueTask(Task task)
    {
        _queue.Add(task);
        lock (_starting)
        {
            if (_thread is not null)
                return;
            _thread = new Thread(Work) { IsBackground = true, Name = name };
            _thread.Start();
        }
    }

    /// <summary>Nobody but the thread runs what is queued for it.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => Thread.CurrentThread == _thread && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _queue.ToArray();

    private void Work()
    {
        foreach (var task in _queue.GetConsumingEnumerable())
            TryExecuteTask(task);
        _queue.Dispose();
    }
}

namespace NovaFence.Simulation.Time;

/// <summary>
/// Where everything of one instance runs, step by step: a step is what lies between two awaits. Between any two of them the instance may
/// crash, and then nothing of it runs any more.
/// </summary>
internal sealed class InstanceScheduler(ReadyTasks ready, Action crashed) : TaskScheduler
{
    private int _stepsLeft = int.MaxValue;

    public override int MaximumConcurrencyLevel => 1;

    internal bool IsAlive { get; private set; } = true;

    internal void CrashAfter(int steps) => _stepsLeft = steps;

    internal void Stop()
    {
        if (!IsAlive)
            return;
        IsAlive = false;
        crashed();
    }

    internal bool Run(Task task)
    {
        if (!IsAlive)
            return false;
        if (_stepsLeft != int.MaxValue && _stepsLeft-- <= 0)
        {
            IsAlive = false;
            crashed();
            return false;
        }

        return TryExecuteTask(task);
    }

    protected override void QueueTask(Task task)
    {
        if (IsAlive)
            ready.Add(this, task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}

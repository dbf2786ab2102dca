namespace NovaFence.Simulation.Time;

/// <summary>What could run at this moment, of all instances. Which of it does is left to the seed.</summary>
internal sealed class ReadyTasks(Random random)
{
    private readonly List<(InstanceScheduler Owner, Task Task)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    internal void Add(InstanceScheduler owner, Task task)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("Something of Core ran outside the simulation's thread; no history could be repeated.");
        _ready.Add((owner, task));
    }

    /// <summary>Runs one of them up to where it waits next; false when there is none.</summary>
    internal bool RunOne()
    {
        while (_ready.Count > 0)
        {
            var index = random.Next(_ready.Count);
            var (owner, task) = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            if (owner.Run(task))
                return true;
        }

        return false;
    }
}

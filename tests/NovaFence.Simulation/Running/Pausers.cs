using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Running;

/// <summary>The people who want NovaFence to leave something alone for a while.</summary>
internal sealed class Pausers(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Everything that they said to an instance.</summary>
    internal List<Pausing> All { get; } = [];

    internal void Pause(int slot, string? host, TimeSpan? duration) =>
        Say(slot, host, pauses: true, duration, (pauses, token) => pauses.PauseAsync(host, duration, "maintenance", "cli", token));

    internal void Resume(int slot, string? host) => Say(slot, host, pauses: false, null, (pauses, token) => pauses.ResumeAsync(host, "cli", token));

    internal void Drill(int slot, string host, TimeSpan duration) =>
        Say(slot, host, pauses: true, duration, (pauses, token) => pauses.DrillAsync(host, duration, "drill", "cli", token), isDrill: true);

    /// <summary>Says that a storm is over.</summary>
    internal void ResetStorm(int slot)
    {
        if (world.At(slot) is not { } instance)
            return;
        world.Tell($"{instance} is told by an operator that the storm is over");
        instance.Do(async () => await instance.Pauses.ResumeStormAsync("cli", CancellationToken.None));
    }

    /// <summary>What was once paused and, in the end, not yet resumed: a pause of which nobody was told may be stored late.</summary>
    internal IEnumerable<string?> Left => All.GroupBy(said => said.Host).Where(of => !of.Any(said => said is { Pauses: false, IsDone: true, IsOfTheEnd: true })).Select(of => of.Key);

    internal void ResumeWhatIsLeft()
    {
        foreach (var host in Left.ToList())
            Resume(world.AnySlot(), host);
    }

    private void Say(int slot, string? host, bool pauses, TimeSpan? duration, Func<IPauses, CancellationToken, Task<PauseResult>> say, bool isDrill = false)
    {
        if (world.At(slot) is not { } instance)
            return;
        var said = new Pausing(world.NextNumber(), world.Elapsed, host, pauses, duration) { IsOfTheEnd = world.IsEnding, IsDrill = isDrill };
        All.Add(said);
        world.Tell($"{instance} is told by an operator to {(isDrill ? "drill" : pauses ? "pause" : "resume")} {host ?? "everything"}");
        instance.Do(async () =>
        {
            using var patience = new CancellationTokenSource(Patience, world.Clock);
            try
            {
                var result = await say(instance.Pauses, patience.Token);
                said.Answer(world.NextNumber(), result);
                world.Tell($"{instance} answers that {host ?? "everything"} {(said.IsDone ? "is" : "could not be")} {(isDrill ? "drilled" : pauses ? "paused" : "resumed")}");
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                world.Tell($"{instance} does not answer the operator in time");
            }
        });
    }
}

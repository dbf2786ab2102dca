namespace NovaFence.Simulation.Histories;

/// <summary>A history while it is drawn: its scenes are the moments at which things come together.</summary>
internal sealed class Plan(Chance chance, int instances, int hosts, IReadOnlyList<TimeSpan> scenes, Traits traits)
{
    internal Chance Chance => chance;

    internal List<Step> Steps { get; } = [];

    internal Traits Traits => traits;

    internal IReadOnlyList<TimeSpan> Scenes => scenes;

    /// <summary>Whether an event is to come from the future; where clocks differ nobody can tell whose now it counts as of.</summary>
    internal bool IsFromTheFuture() => chance.Is(0.01) && !traits.ClocksDiffer;

    internal int Instances => instances;

    internal int Slot() => chance.Next(0, instances - 1);

    internal string Host() => $"compute{chance.Next(1, hosts)}";

    /// <summary>Shortly after one of the scenes, so that it meets what else happens there.</summary>
    internal TimeSpan SomeTime() => chance.Of(scenes) + chance.Uneven(3);
}

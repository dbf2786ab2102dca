using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Histories;

/// <summary>Something that happens to the installation from outside, at a moment of its own: any of them can be left out.</summary>
/// <param name="At">When, from the history's beginning.</param>
internal abstract record Step(TimeSpan At)
{
    /// <summary>Lets it happen.</summary>
    internal abstract void Do(World world);

    /// <summary>It in a few words.</summary>
    internal abstract string Describe();
}

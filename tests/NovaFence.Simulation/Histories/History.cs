namespace NovaFence.Simulation.Histories;

/// <summary>All that is given: the installation, what happens to it from outside, and the seed by which everything else falls out.</summary>
internal sealed record History(int Seed, int Instances, int Hosts, int Budget, IReadOnlyList<Step> Steps)
{
    /// <summary>When the last of its steps happens.</summary>
    internal TimeSpan Ends => Steps.Count == 0 ? TimeSpan.Zero : Steps.Max(step => step.At);
}

namespace NovaFence.Simulation.Running;

/// <summary>A history does not come to an end.</summary>
internal sealed class EndlessException(string message) : Exception(message);

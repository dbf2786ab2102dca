namespace NovaFence.Simulation.Outside;

/// <summary>Servers of a host are being moved away: from one moment to another, in the order of everything that happened.</summary>
internal sealed record Evacuation(long Began)
{
    /// <summary>When it was over; never, while it is under way.</summary>
    internal long Ended { get; set; } = long.MaxValue;
}

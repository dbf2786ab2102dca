namespace NovaFence.Simulation.Sentences;

/// <summary>Where a host has to be in the end, by all that was told, in the order of the senders' own clocks and whatever the order of arrival.</summary>
internal enum Wish
{
    /// <summary>Nothing wants it down.</summary>
    Up,

    /// <summary>It depends on what was taken first, and either will do.</summary>
    Either,

    /// <summary>An operator or an alert wants it down.</summary>
    Down,
}

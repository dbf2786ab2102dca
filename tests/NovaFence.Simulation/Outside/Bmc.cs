namespace NovaFence.Simulation.Outside;

/// <summary>How a BMC answers.</summary>
internal enum Bmc
{
    /// <summary>What is so, within milliseconds.</summary>
    Honest,

    /// <summary>What is so, seconds later.</summary>
    Slow,

    /// <summary>Nothing while its machine has no power, and now and then nothing at all.</summary>
    DeadWithItsHost,

    /// <summary>Every third time somebody else's machine is behind its address.</summary>
    Swapped,

    /// <summary>Half of the time with an error.</summary>
    Busy,

    /// <summary>That a running machine is off, once in a while, and never twice in a row.</summary>
    Lying,
}

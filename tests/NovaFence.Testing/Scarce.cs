namespace NovaFence.Testing;

/// <summary>What the runtime throws where something is scarce, for a test that has it thrown.</summary>
public static class Scarce
{
    /// <summary>There is no memory for it.</summary>
#pragma warning disable CA2201, MA0012 // The runtime's own exception is what is tried.
    public static Exception Memory() => new OutOfMemoryException();
#pragma warning restore CA2201, MA0012
}

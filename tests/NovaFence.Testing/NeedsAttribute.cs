namespace NovaFence.Testing;

/// <summary>
/// What all tests of a class need and a machine may lack. Where it is lacking none of them is listed or run, and the one test of
/// <see cref="MissingTests"/> is skipped and says so; where it is there each is run.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class NeedsAttribute : Attribute
{
    /// <summary>Why the tests cannot be run; null where they can.</summary>
    public abstract string? Missing { get; }
}

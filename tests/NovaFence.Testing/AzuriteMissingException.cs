using Xunit.v3;

namespace NovaFence.Testing;

/// <summary>Azurite cannot be had on this machine. Thrown from a test, it skips the test.</summary>
public sealed class AzuriteMissingException(string why) : Exception($"{DynamicSkipToken.Value}Azurite is missing: {why}")
{
    /// <summary>The reason.</summary>
    public string Why { get; } = why;
}

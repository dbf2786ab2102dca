using NovaFence.Core.Cloud;

namespace NovaFence.Core.Decisions;

/// <summary>Which compute host an alert means.</summary>
public abstract record HostResolution
{
    private HostResolution() { }

    /// <summary>Exactly one.</summary>
    /// <param name="Host">The host in Nova's spelling.</param>
    /// <param name="From">The label that named it.</param>
    public sealed record Found(ComputeHost Host, string From) : HostResolution;

    /// <summary>None that Nova knows; <paramref name="Tried"/> says what was looked at.</summary>
    public sealed record Unknown(string? Name, string Tried) : HostResolution;

    /// <summary>More than one.</summary>
    public sealed record Ambiguous(string Name, IReadOnlyList<string> Hosts) : HostResolution;
}

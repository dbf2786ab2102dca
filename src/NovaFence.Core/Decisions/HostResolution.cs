using NovaFence.Core.Cloud;

namespace NovaFence.Core.Decisions;

/// <summary>Which compute host an alert means.</summary>
public abstract record HostResolution
{
    private HostResolution() { }

    /// <summary>Exactly one.</summary>
    /// <param name="Host">The host in Nova's spelling.</param>
    /// <param name="From">The label or the place that named it.</param>
    public sealed record Found(ComputeHost Host, string From) : HostResolution
    {
        /// <summary>Whether the alert has another name, or an address, that is no host of Nova's as far as is known.</summary>
        public bool HasUnknownBeside { get; init; }

        /// <summary>The name that means it, as it stands in the alert; null where several places name it differently.</summary>
        internal string? Name { get; init; }

        /// <summary>Whether it is called otherwise: a full and a short name meet, as far as no host is known that is called so exactly.</summary>
        internal bool IsMet { get; init; }
    }

    /// <summary>None that Nova knows; <paramref name="Tried"/> says what was looked at.</summary>
    public sealed record Unknown(string? Name, string Tried) : HostResolution;

    /// <summary>More than one.</summary>
    /// <param name="Name">The name that may mean any of them, or all that were named.</param>
    /// <param name="Hosts">The hosts, in Nova's spelling.</param>
    public sealed record Ambiguous(string Name, IReadOnlyList<string> Hosts) : HostResolution
    {
        /// <summary>Which places name which of them; null where one name may mean several.</summary>
        public string? Said { get; init; }
    }
}

using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Decisions;

/// <summary>Everything a decision looks at besides the alert itself. Stored with the verdict, so that it can be explained later.</summary>
public sealed record Situation
{
    /// <summary>Our clock, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The route that takes the alert; null when none does.</summary>
    public Route? Route { get; init; }

    /// <summary>
    /// How a host that is down is released: by the route that forced it down, or manually where that route is no longer configured.
    /// </summary>
    public ReleasePolicy Release { get; init; } = ReleasePolicy.Manually;

    /// <summary>Which host it means.</summary>
    public required HostResolution Resolution { get; init; }

    /// <summary>The host's record; null when there is none yet.</summary>
    public FenceRecord? Record { get; init; }

    /// <summary>Whether the last listing says that the host is forced down while the record knows nothing of it, and no PUT of ours can be the cause.</summary>
    public bool ForcedDownElsewhere { get; init; }

    /// <summary>Fence or observe.</summary>
    public FenceMode Mode { get; init; }

    /// <summary>How many hosts are down or going down, this one not counted.</summary>
    public int HostsDown { get; init; }

    /// <summary>
    /// Whether this host has its place in the budget already. One that is not clear need not have one: an operator may unset what was up.
    /// </summary>
    public bool HasPlace { get; init; }

    /// <summary>How many may be.</summary>
    public int BudgetLimit { get; init; }

    /// <summary>How many compute hosts there are.</summary>
    public int FleetSize { get; init; }

    /// <summary>How old a firing event that tells of a moment may be.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>How far ahead of our clock an event may be.</summary>
    public TimeSpan MaxClockSkew { get; init; }
}

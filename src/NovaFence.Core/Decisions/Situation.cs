using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Pauses;
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

    /// <summary>Whether the alert is of no host, but says that the monitoring is alive.</summary>
    public bool IsWatchdog { get; init; }

    /// <summary>Whether what this receiver says is not to be believed now, because its watchdog is silent.</summary>
    public bool MonitoringSilent { get; init; }

    /// <summary>When the watchdog was last heard; null when it never was, or has ended.</summary>
    public DateTimeOffset? WatchdogHeardAt { get; init; }

    /// <summary>Fence or observe.</summary>
    public FenceMode Mode { get; init; }

    /// <summary>What keeps NovaFence from this host; null when nothing does.</summary>
    public Pause? Pause { get; init; }

    /// <summary>
    /// How many different alerts of this host fire within the route's window, this one counted: what <see cref="Evidence.Corroborated"/> asks for.
    /// </summary>
    public int Corroborating { get; init; }

    /// <summary>How many hosts alerted within <see cref="StormOptions.Window"/>, this one counted.</summary>
    public int HostsAlerting { get; init; }

    /// <summary>With how many the storm breaker is still closed.</summary>
    public int StormLimit { get; init; } = int.MaxValue;

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

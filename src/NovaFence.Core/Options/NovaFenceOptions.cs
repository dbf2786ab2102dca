namespace NovaFence.Core.Options;

/// <summary>The part of <c>NovaFence:</c> that Core decides by.</summary>
public sealed class NovaFenceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "NovaFence";

    /// <summary><c>fence</c> (default) or <c>observe</c>.</summary>
    public FenceMode Mode { get; set; } = FenceMode.Fence;

    /// <summary>How an alert names its host.</summary>
    public HostsOptions Hosts { get; set; } = new();

    /// <summary>The routes, in order; the first that matches decides. Required.</summary>
    public IList<RouteOptions> Routes { get; } = [];

    /// <summary>The budget.</summary>
    public BudgetOptions Budget { get; set; } = new();

    /// <summary>The storm breaker.</summary>
    public StormOptions Storm { get; set; } = new();

    /// <summary>Limits of deciding and acting.</summary>
    public FencingOptions Fencing { get; set; } = new();

    /// <summary>What becomes of a force-down that was refused and waits.</summary>
    public HoldsOptions Holds { get; set; } = new();

    /// <summary>What is known of the cloud's times.</summary>
    public CloudTimingOptions Cloud { get; set; } = new();

    /// <summary>When a BMC's answers are proof.</summary>
    public PowerTimingOptions Power { get; set; } = new();

    /// <summary>When a host counts as healthy again.</summary>
    public ReleaseOptions Release { get; set; } = new();

    /// <summary>The alert that says that the monitoring is alive.</summary>
    public WatchdogOptions Watchdog { get; set; } = new();

    /// <summary>The audit.</summary>
    public AuditOptions Audit { get; set; } = new();
}

using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>How many hosts of a fleet may be forced down and enabled at once, whoever forced them down.</summary>
internal static class BudgetLimit
{
    /// <summary>The share of the fleet, but never less than one.</summary>
    internal static int ShareOf(BudgetOptions options, int fleetSize) => Math.Max(1, (int)Math.Floor((options.MaxShare * fleetSize) + 1e-9));

    /// <summary>How many NovaFence itself may hold down at once: the smaller of both limits.</summary>
    internal static int Of(BudgetOptions options, int fleetSize) => Math.Min(options.MaxHosts, ShareOf(options, fleetSize));
}

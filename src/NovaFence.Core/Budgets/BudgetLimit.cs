using NovaFence.Core.Options;

namespace NovaFence.Core.Budgets;

/// <summary>How many hosts may be down at once in a fleet of a given size.</summary>
internal static class BudgetLimit
{
    /// <summary>The smaller of the absolute limit and the share, but never less than one.</summary>
    internal static int Of(BudgetOptions options, int fleetSize) =>
        Math.Min(options.MaxHosts, Math.Max(1, (int)Math.Floor((options.MaxShare * fleetSize) + 1e-9)));
}

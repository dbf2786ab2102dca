using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>How many hosts of a fleet may alert within the window before the breaker opens.</summary>
internal static class StormLimit
{
    /// <summary>Most hosts that are counted; from there on the breaker is open whatever its limits.</summary>
    internal const int MaxCounted = 500;

    /// <summary>The share, but never so few that the breaker opens below <see cref="StormOptions.MinHosts"/>.</summary>
    internal static int Of(StormOptions options, int fleetSize) =>
        Math.Min(MaxCounted - 1, Math.Max(options.MinHosts - 1, (int)Math.Floor((options.MaxShare * fleetSize) + 1e-9)));
}

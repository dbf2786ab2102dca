using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Budget</c>: how many hosts alerts may hold down at once, over all instances.</summary>
public sealed class BudgetOptions
{
    /// <summary>Most hosts down or going down. 1 to 1,000; default 3.</summary>
    [Range(1, 1_000)]
    public int MaxHosts { get; set; } = 3;

    /// <summary>
    /// The same as a share of the fleet, by the last listing. Above 0, up to 1; default 0.2. At least one host is always allowed; the
    /// smaller of the two limits counts.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double MaxShare { get; set; } = 0.2;
}

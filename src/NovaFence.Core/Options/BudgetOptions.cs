using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Budget</c>: how many hosts alerts may hold down at once, over all instances.</summary>
public sealed class BudgetOptions
{
    /// <summary>Most hosts that NovaFence holds down or is forcing down. 1 to 1,000; default 3.</summary>
    [Range(1, 1_000)]
    public int MaxHosts { get; set; } = 3;

    /// <summary>
    /// Most hosts that are forced down and enabled, whoever forced them down, as a share of the fleet by the look. Above 0, up to 1; default 0.2. At
    /// least one host is always allowed.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double MaxShare { get; set; } = 0.2;

    /// <summary>
    /// Most force-downs for alerts within an hour, over all hosts and instances. A PUT that is repeated counts once, an operator's word never. 1 to
    /// 300; default twice <see cref="MaxHosts"/>, at most 300.
    /// </summary>
    [Range(1, MostPerHour)]
    public int? MaxPerHour { get; set; }

    /// <summary>Most force-downs of the same host for alerts within an hour; the next one is held. 1 to 100; default 2.</summary>
    [Range(1, 100)]
    public int MaxPerHostPerHour { get; set; } = 2;

    internal int EffectiveMaxPerHour => MaxPerHour ?? Math.Min(MostPerHour, 2 * MaxHosts);

    /// <summary>Most force-downs that are counted: they stand in one row.</summary>
    internal const int MostPerHour = 300;
}

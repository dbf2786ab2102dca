using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <summary>What was read of a host for its evidence, at one time.</summary>
/// <param name="Power">What its BMC said; null where it was not asked.</param>
/// <param name="Samples">What Prometheus said, each with the mark of its condition.</param>
internal sealed record HostReading(PowerRead? Power, IReadOnlyList<(string Condition, SampleRead Read)> Samples)
{
    /// <summary>What the record said of its power when its BMC was asked; null where that is not known. What voided a proof since then may be newer than this answer, whatever the clocks say.</summary>
    internal HostReads? KnownBefore { get; init; }

    /// <summary>Whether the clock has leapt since this process asked before: how far apart its answers are nobody knows then.</summary>
    internal bool HasClockLeapt { get; init; }
}

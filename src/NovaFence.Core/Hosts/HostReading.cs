using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <summary>What was read of a host for its evidence, at one time.</summary>
/// <param name="Power">What its BMC said; null where it was not asked.</param>
/// <param name="Samples">What Prometheus said, each with the mark of its condition.</param>
internal sealed record HostReading(PowerRead? Power, IReadOnlyList<(string Condition, SampleRead Read)> Samples);

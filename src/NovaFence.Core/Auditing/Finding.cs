using NovaFence.Core.Fencing;

namespace NovaFence.Core.Auditing;

/// <summary>What the audit found of one host, what it did about it, and what a person should do.</summary>
/// <param name="Host">The host, in Nova's spelling.</param>
/// <param name="Kind">What it found.</param>
/// <param name="State">Where the record stands after the audit.</param>
/// <param name="Did">What the audit did; empty when nothing.</param>
/// <param name="ToDo">What a person should do; empty when nothing.</param>
public sealed record Finding(string Host, FindingKind Kind, FenceState State, string Did, string ToDo);

using NovaFence.Core.Decisions;

namespace NovaFence.Core.Audit;

/// <summary>How NovaFence is, counted for a monitoring system: the same look as a person's <see cref="Audit.Status"/>.</summary>
/// <param name="Status">What a person would be shown, without sentences.</param>
internal sealed record StateNumbers(Status Status)
{
    /// <summary>Hosts that Nova lists or that are not clear, by where they stand.</summary>
    internal IReadOnlyDictionary<HostState, int> ByState { get; init; } = new Dictionary<HostState, int>();

    /// <summary>What is held, by the reason that a person is shown: together they are <see cref="HostNumbers.Held"/>.</summary>
    internal IReadOnlyDictionary<Reason, int> ByReason { get; init; } = new Dictionary<Reason, int>();

    /// <summary>The findings of the last audit that could be carried out.</summary>
    internal IReadOnlyDictionary<FindingKind, int> ByKind { get; init; } = new Dictionary<FindingKind, int>();

    /// <summary>When that audit began; null where none has been.</summary>
    internal DateTimeOffset? AuditSucceededAt { get; init; }
}

using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>What came of an attempt, as the process that made it knows it.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Came">What it is for the host's record.</param>
/// <param name="Verdict">The same for a person.</param>
internal sealed record AttemptOutcome(string AttemptId, HostInput Came, Verdict Verdict)
{
    /// <summary>When that was known, UTC: however late it is written down, nothing was done to the host after it. Null where it is when it is written.</summary>
    internal DateTimeOffset? At { get; init; }

    /// <summary>Whether whoever delivered was told that the event is recorded.</summary>
    internal bool IsAnswered { get; init; } = true;

    /// <summary>When its PUT was sent, UTC; null where none was.</summary>
    internal DateTimeOffset? SentAt { get; init; }

    /// <summary>Nova's request id; null where it gave none.</summary>
    internal string? RequestId { get; init; }

    /// <summary>What went wrong; null where nothing did.</summary>
    internal string? Error { get; init; }

    /// <summary>Of one whose intent was stored after nobody waited for it any more: its PUT was never sent.</summary>
    internal static AttemptOutcome NeverSent(string attemptId) =>
        new(attemptId, new HostInput.NotSent(), new Verdict(VerdictKind.Recorded, Reason.Unfinished, "no PUT of it was sent")) { IsAnswered = false };
}

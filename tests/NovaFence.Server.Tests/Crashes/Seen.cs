using System.Net;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>What was seen of one scene.</summary>
internal sealed record Seen
{
    /// <summary>How the process ended: 128 and the signal's number.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What the sender was answered; null when the connection broke.</summary>
    public required HttpStatusCode? Answer { get; init; }

    public required Snapshot AtDeath { get; init; }

    public required Snapshot AfterTheAudit { get; init; }

    /// <summary>What the audit said that it did.</summary>
    public required string AuditDid { get; init; }

    /// <summary>What the sender was answered when it delivered the same once more.</summary>
    public required HttpStatusCode? RepeatAnswer { get; init; }

    public required Snapshot AfterTheRepeat { get; init; }
}

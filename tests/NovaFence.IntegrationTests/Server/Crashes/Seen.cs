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

    /// <summary>The one audit that may be needed.</summary>
    public required Audit FirstAudit { get; init; }

    public required Snapshot AfterTheAudit { get; init; }

    /// <summary>What the sender was answered when it delivered the same once more.</summary>
    public required HttpStatusCode? RepeatAnswer { get; init; }

    public required Snapshot AfterTheRepeat { get; init; }

    /// <summary>The one that must find nothing to do.</summary>
    public required Audit SecondAudit { get; init; }

    public required Snapshot AfterTheSecondAudit { get; init; }

    /// <summary>How many hosts count against the budget at the end.</summary>
    public required int Places { get; init; }

    /// <summary>Whether what another hand forced down was left alone.</summary>
    public required bool IsForeignUntouched { get; init; }
}

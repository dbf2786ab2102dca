using System.Text.Json.Serialization;
using NovaFence.Core.Auditing;

namespace NovaFence.Http.Answers;

/// <summary>One run of the audit.</summary>
internal sealed record AuditAnswer(
    DateTimeOffset At,
    long ElapsedMs,
    int Services,
    string? Failure,
    DateTimeOffset? FailingSince,
    bool NeedsAPerson,
    IReadOnlyList<Finding> Findings,
    int LeftOut)
{
    /// <summary>Those before it that found something else than the one before them, newest first; absent where only one was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AuditAnswer>? Earlier { get; init; }

    public static AuditAnswer Of(AuditReport report) => new(
        report.At,
        (long)Math.Round(report.Elapsed.TotalMilliseconds),
        report.Services,
        report.Failure,
        report.FailingSince,
        report.NeedsAPerson,
        report.Findings,
        report.LeftOut);
}

using NovaFence.Core.Auditing;

namespace NovaFence.Http.Answers;

/// <summary>One run of the audit.</summary>
internal sealed record AuditAnswer(
    DateTimeOffset At,
    long ElapsedMs,
    int Services,
    string? Failure,
    bool NeedsAPerson,
    IReadOnlyList<Finding> Findings)
{
    public static AuditAnswer Of(AuditReport report) => new(
        report.At,
        (long)Math.Round(report.Elapsed.TotalMilliseconds),
        report.Services,
        report.Failure,
        report.NeedsAPerson,
        report.Findings);
}

using System.Text.Json.Serialization;
using NovaFence.Core.Audit;

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

    /// <summary>The newest with those before it; there is at least one.</summary>
    public static AuditAnswer Of(IReadOnlyList<AuditReport> newestFirst) => Of(newestFirst[0]) with { Earlier = [.. newestFirst.Skip(1).Select(Of)] };

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

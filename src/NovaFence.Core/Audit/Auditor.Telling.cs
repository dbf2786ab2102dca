using Microsoft.Extensions.Logging;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Audit;

/// <content>What is told of an audit: to the log, and to whoever is announced to.</content>
internal sealed partial class Auditor
{
    private void Tell(AuditReport report)
    {
        if (report.Failure is { } failure)
            Log.Failed(logger, failure);
        foreach (var finding in report.Findings.Where(finding => finding.NeedsAPerson))
            Log.Found(logger, finding.Host, finding.Kind, finding.State, finding.Did, finding.ToDo);
        Log.Done(logger, report.Services, report.Findings.Count, report.Elapsed.TotalMilliseconds);
    }

    /// <summary>What a person is needed for; where the audit could not be carried out, that, and what was found before.</summary>
    private static IReadOnlyList<Finding> Open(AuditReport report, AuditReport? last) => report.Failure is not null
        ? [Failed(report), .. last?.Findings.Where(finding => finding.NeedsAPerson) ?? []]
        : [.. report.Findings.Where(finding => finding.NeedsAPerson)];

    /// <summary>What a person was needed for at the last audit, and is not any more. One that could not be carried out clears nothing.</summary>
    private static IReadOnlyList<Finding> Cleared(AuditReport report, AuditReport? last)
    {
        if (report.Failure is not null || last is null)
            return [];
        var open = Open(report, last).Select(finding => (finding.Host, finding.Kind)).ToHashSet();
        var before = last.Findings.Where(finding => finding.NeedsAPerson && !open.Contains((finding.Host, finding.Kind)));
        return last.Failure is null ? [.. before] : [.. before, Failed(last)];
    }

    private static Finding Failed(AuditReport report) =>
        new(Finding.NoHost, FindingKind.AuditFailed, HostState.Clear, "", $"{report.Failure}. Until it can be audited, nothing that was left undone is finished") { Since = report.FailingSince ?? report.At };

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "The audit could not be carried out: {Why}")]
        internal static partial void Failed(ILogger logger, string why);

        [LoggerMessage(1202, LogLevel.Warning, "{Host}: {Kind}, state {State}. Did: {Did}. To do: {ToDo}")]
        internal static partial void Found(ILogger logger, string host, FindingKind kind, HostState state, string did, string toDo);

        [LoggerMessage(1203, LogLevel.Information, "Audited {Services} compute services: {Findings} findings, {ElapsedMs:F0} ms")]
        internal static partial void Done(ILogger logger, int services, int findings, double elapsedMs);

        [LoggerMessage(1205, LogLevel.Warning, "{Host}: the audit could not write what it found: {Why}")]
        internal static partial void NotDone(ILogger logger, string host, string why);
    }
}

using Microsoft.Extensions.Logging;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Audit;

/// <content>What is told of an audit: to the log, and to whoever is announced to.</content>
internal sealed partial class Auditor
{
    /// <summary>So long an audit waits for receivers of notifications.</summary>
    private static readonly TimeSpan NotifiesFor = TimeSpan.FromSeconds(10);

    private void Tell(AuditReport report)
    {
        if (report.Failure is { } failure)
            Log.Failed(logger, failure);
        foreach (var finding in report.Findings.Where(finding => finding.NeedsAPerson))
            Log.Found(logger, finding.Host, finding.Kind, finding.State, finding.Did, finding.ToDo);
        Log.Done(logger, report.Services, report.Findings.Count, report.Elapsed.TotalMilliseconds);
    }

    /// <summary>Tells whoever is announced to, and, where no timer of this process does, the receivers of notifications.</summary>
    private async Task TellAsync(FindingChanges changes, CancellationToken cancellationToken)
    {
        await announcements.AnnounceAsync(changes.Open, changes.Closed, cancellationToken);
        if (outbox.HasTimer)
            return;
        using var within = new CancellationTokenSource(NotifiesFor, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancellationToken);
        try
        {
            await outbox.RunDueAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The next audit goes on with what is left.
        }
    }

    /// <summary>What the audit has done about a host, for a person.</summary>
    private static string Did(HostRecord? record, HostState? before) => (before, record?.State) switch
    {
        (null, _) or (_, null) => "",
        var (was, now) when was == now => "",
        (_, HostState.Down) => "forced it down, or found it so",
        // What another hand raised is said by the finding.
        (_, HostState.Clear) when record.RaisedAt is not null || record.Alerts.Any(alert => alert is { IsHeld: true, Held.Reason: Reason.FiresWhileUp }) => "",
        (_, HostState.Clear) => "unset it, or found it so",
        _ => "began to bring it where it is wanted",
    };

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

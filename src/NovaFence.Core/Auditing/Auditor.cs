using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Auditing;

/// <inheritdoc />
internal sealed partial class Auditor(FleetRegistry fleet, Book book, Fencer fencer, Comparison comparison, Recovery recovery, NovaFenceOptions options, TimeProvider clock, ILogger<Auditor> logger) : IAuditor
{
    private AuditReport? _last;

    /// <inheritdoc />
    public AuditReport? Last => Volatile.Read(ref _last);

    /// <inheritdoc />
    public async Task<AuditReport> RunAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var report = await CompareAsync(began, cancellationToken) with { Elapsed = clock.GetElapsedTime(started) };
        Volatile.Write(ref _last, report);
        if (report.Failure is { } failure)
            Log.Failed(logger, failure);
        foreach (var finding in report.Findings.Where(finding => finding.Kind != FindingKind.InSync))
            Log.Found(logger, finding.Host, finding.Kind, finding.State, finding.Did, finding.ToDo);
        Log.Done(logger, report.Services, report.Findings.Count, report.Elapsed.TotalMilliseconds);
        return report;
    }

    private async Task<AuditReport> CompareAsync(DateTimeOffset began, CancellationToken cancellationToken)
    {
        if (await fleet.ListAsync(cancellationToken) is not CloudListing.Listed { Services: var services })
            return new AuditReport { At = began, Failure = "Nova could not be asked; nothing was changed" };

        var read = await book.ReadAsync(page => page.Records().ToDictionary(record => record.Host, StringComparer.OrdinalIgnoreCase), cancellationToken);
        if (read is not BookResult<Dictionary<string, FenceRecord>>.Done { Value: var records })
            return new AuditReport { At = began, Services = services.Count, Failure = $"the ledger could not be read: {((BookResult<Dictionary<string, FenceRecord>>.Unavailable)read).Why}" };

        var rows = services.Select(service => (service.Host.Name, records.Remove(service.Host.Name, out var record) ? record : null, (ComputeService?)service)).ToList();
        rows.AddRange(records.Values.Select(record => (record.Host, (FenceRecord?)record, (ComputeService?)null)));

        // Side by side: a host whose cell hangs must not make the others wait. The performer bounds the PUTs.
        var findings = new ConcurrentBag<Finding>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Fencing.MaxParallelPuts, TaskScheduler = TaskScheduler.Current, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rows, limits, async (row, stop) =>
        {
            var (host, record, service) = row;
            if (await ExamineAsync(host, record, service, began, stop) is { } finding)
                findings.Add(finding);
        });

        return new AuditReport { At = began, Services = services.Count, Findings = [.. findings.OrderBy(finding => finding.Host, StringComparer.Ordinal)] };
    }

    private async Task<Finding?> ExamineAsync(string host, FenceRecord? record, ComputeService? service, DateTimeOffset began, CancellationToken cancellationToken)
    {
        if (recovery.Concerns(record, service) && !(record!.ConfirmedAt >= began))
            return await recovery.WatchAsync(service!, cancellationToken);
        var finding = comparison.Compare(host, record, service, began);
        switch (finding)
        {
            case { Kind: FindingKind.ClearedElsewhere } when record is { State: FenceState.AwaitingHeartbeat }:
                await book.ChangeAsync(page => Comparison.Follow(page, host, began), cancellationToken);
                return finding with { State = FenceState.Clear, Did = "took it down as unset, which it was waiting for", ToDo = "" };
            case { Kind: FindingKind.ClearedElsewhere } when record is { ClearedElsewhereAt: null }:
                await book.ChangeAsync(page => Comparison.MarkCleared(page, host, began), cancellationToken);
                return finding;
            case { Kind: FindingKind.Incomplete or FindingKind.AwaitingRestart }:
                if (service is not null
                    && await book.ChangeAsync(page => comparison.Settle(page, service, began), cancellationToken) is BookResult<FenceState?>.Done { Value: { } settled })
                {
                    return Settled(finding, settled, service);
                }

                if (service is { Host: var listed, ForcedDown: { } forcedDown })
                    await book.ChangeAsync(page => comparison.Reopen(page, listed, forcedDown), cancellationToken);
                var outcome = await fencer.FinishAsync(host, cancellationToken);
                return outcome is null
                    ? finding with { Did = "left it: an instance acts on it, or its last PUT may still arrive" }
                    : After(finding, outcome);
            case null or { Kind: FindingKind.InSync } when record?.DownMayArriveUntil <= began || record?.UpMayArriveUntil <= began || record?.ClearedElsewhereAt is not null:
                await book.ChangeAsync(page => Comparison.Agrees(page, host, began), cancellationToken);
                return finding;
            default:
                return finding;
        }
    }

    private static Finding Settled(Finding finding, FenceState settled, ComputeService service) => (settled, service.ForcedDown) switch
    {
        (FenceState.Clear, true) => Comparison.Foreign(finding.Host) with { Did = "took it down as clear: its alerts ended before Nova was told" },
        (FenceState.Clear, _) => finding with { State = settled, Did = "took it down as clear: its alerts ended before Nova was told" },
        _ => finding with { State = settled, Did = "took it down as forced down: Nova has it so, by us" },
    };

    private static Finding After(Finding finding, Outcome outcome) => outcome.State switch
    {
        var given when outcome.Verdict == VerdictKind.Failed => finding with { State = given ?? finding.State, Did = $"tried: {outcome.Reason}", ToDo = "see why; the next audit tries again" },
        FenceState.Down => finding with { State = FenceState.Down, Did = "forced it down", ToDo = "" },
        FenceState.Clear => finding with { State = FenceState.Clear, Did = "unset it", ToDo = "" },
        FenceState.AwaitingRestart => finding with
        {
            Kind = FindingKind.AwaitingRestart,
            State = FenceState.AwaitingRestart,
            Did = "tried to unset it",
            ToDo = "restart nova-compute on it: its evacuated servers have to be cleaned up before Nova lets it up",
        },
        var state => finding with { State = state ?? finding.State, Did = $"tried: {outcome.Reason}", ToDo = "see why; the next audit tries again" },
    };

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "The audit could not be carried out: {Why}")]
        internal static partial void Failed(ILogger logger, string why);

        [LoggerMessage(1202, LogLevel.Warning, "{Host}: {Kind}, state {State}. Did: {Did}. To do: {ToDo}")]
        internal static partial void Found(ILogger logger, string host, FindingKind kind, FenceState state, string did, string toDo);

        [LoggerMessage(1203, LogLevel.Information, "Audited {Services} compute services: {Findings} findings, {ElapsedMs:F0} ms")]
        internal static partial void Done(ILogger logger, int services, int findings, double elapsedMs);
    }
}

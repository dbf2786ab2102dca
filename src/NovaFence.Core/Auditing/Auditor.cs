using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Auditing;

/// <inheritdoc />
internal sealed partial class Auditor(
    FleetRegistry fleet,
    Book book,
    Examination examination,
    Silence silence,
    AuditJournal journal,
    IAnnouncements announcements,
    Housekeeping housekeeping,
    NovaFenceOptions options,
    TimeProvider clock,
    ILogger<Auditor> logger) : IAuditor
{
    // Only where the ledger has never answered: otherwise it knows the last report, whoever made it.
    private AuditReport? _last;

    /// <inheritdoc />
    public async Task<AuditReport> RunAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var found = await CompareAsync(began, cancellationToken);
        var last = (book.Remembered is { } page ? AuditJournal.Last(page) : null) ?? Volatile.Read(ref _last);
        var report = AuditJournal.Dated(found with { Elapsed = clock.GetElapsedTime(started) }, last);
        await journal.KeepAsync(report, cancellationToken);
        Volatile.Write(ref _last, report);
        Tell(report);
        await announcements.AnnounceAsync(Open(report, last), Cleared(report, last), cancellationToken);
        if (report.Failure is null)
            await housekeeping.TidyAsync(cancellationToken);
        return report;
    }

    private void Tell(AuditReport report)
    {
        if (report.Failure is { } failure)
            Log.Failed(logger, failure);
        foreach (var finding in report.Findings.Where(finding => finding.Kind != FindingKind.InSync))
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
        new(Finding.NoHost, FindingKind.AuditFailed, FenceState.Clear, "", $"{report.Failure}. Until it can be audited, nothing that was left undone is finished") { Since = report.FailingSince ?? report.At };

    private async Task<AuditReport> CompareAsync(DateTimeOffset began, CancellationToken cancellationToken)
    {
        var listing = await fleet.ListAsync(cancellationToken);
        if (listing is not CloudListing.Listed { Services: var services })
            return new AuditReport { At = began, Failure = $"Nova could not be asked; nothing was changed: {(listing as CloudListing.Unavailable)?.Why}" };

        var read = await book.ReadAsync(
            page => (Records: page.Records().ToDictionary(record => record.Host, StringComparer.OrdinalIgnoreCase), More: Holds.In(page).Concat(AsOne(silence.OfTheWatchdog(page))).ToList()),
            cancellationToken);
        if (read is not BookResult<(Dictionary<string, FenceRecord> Records, List<Finding> More)>.Done { Value: var (records, more) })
            return new AuditReport { At = began, Services = services.Count, Failure = $"the ledger could not be read: {((BookResult<(Dictionary<string, FenceRecord>, List<Finding>)>.Unavailable)read).Why}" };

        var rows = services.Select(service => (service.Host.Name, records.Remove(service.Host.Name, out var record) ? record : null, (ComputeService?)service)).ToList();
        rows.AddRange(records.Values.Select(record => (record.Host, (FenceRecord?)record, (ComputeService?)null)));

        // Side by side: a host whose cell hangs must not make the others wait. The performer bounds the PUTs.
        var findings = new ConcurrentDictionary<string, Finding>(StringComparer.OrdinalIgnoreCase);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Fencing.MaxParallelPuts, TaskScheduler = TaskScheduler.Current, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rows, limits, async (row, stop) =>
        {
            var (host, record, service) = row;
            if (await examination.ExamineAsync(host, record, service, began, stop) is { } finding)
                findings[host] = finding;
        });

        // One finding for each host, and what is the matter with it comes before what waits for a word about it.
        foreach (var finding in more.Where(finding => finding.Kind != FindingKind.MonitoringSilent))
            findings.AddOrUpdate(finding.Host, finding, (_, found) => found.Kind == FindingKind.InSync ? finding : found);
        return new AuditReport
        {
            At = began,
            Services = services.Count,
            Findings = [.. more.Where(finding => finding.Kind == FindingKind.MonitoringSilent), .. findings.Values.OrderBy(finding => finding.Host, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<Finding> AsOne(Finding? finding) => finding is null ? [] : [finding];

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

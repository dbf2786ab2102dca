using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <inheritdoc />
internal sealed partial class Auditor(
    FleetCache fleet,
    LedgerCache ledger,
    HostReconciler reconciler,
    HostDecider decider,
    DueWork work,
    Findings findings,
    AuditJournal journal,
    IAnnouncements announcements,
    Housekeeping housekeeping,
    AuditClaims claims,
    RunningAttempts running,
    NovaFenceOptions options,
    TimeProvider clock,
    ILogger<Auditor> logger) : IAuditor
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(500);

    // Only where the ledger has never answered: otherwise it knows the last report, whoever made it.
    private AuditReport? _last;

    /// <inheritdoc />
    public Task<AuditReport> RunAsync(CancellationToken cancellationToken) => RunAsync(isDue: null, cancellationToken);

    /// <inheritdoc />
    public async Task<AuditReport> RunAskedAsync(CancellationToken cancellationToken)
    {
        // Another one's ends, or its claim runs out.
        for (var end = clock.GetUtcNow() + claims.Lasts; ;)
        {
            var report = await RunAsync(isAsked: true, null, cancellationToken);
            if (!report.IsElsewhere || clock.GetUtcNow() >= end)
                return report;
            await Task.Delay(BetweenQuestions, clock, cancellationToken);
        }
    }

    /// <summary>Runs one where it is due by the last one and now; null where it always is.</summary>
    internal Task<AuditReport> RunAsync(Func<AuditSummary?, DateTimeOffset, bool>? isDue, CancellationToken cancellationToken) => RunAsync(isAsked: false, isDue, cancellationToken);

    private async Task<AuditReport> RunAsync(bool isAsked, Func<AuditSummary?, DateTimeOffset, bool>? isDue, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        // Asked of the ledger first: at a start, and after a delivery, Nova has better things to do than to list its services for nothing.
        if (isDue is not null && await ledger.ChangeAsync(transaction => isDue(transaction.Audit(), began), cancellationToken) is not LedgerResult<bool>.Ok { Value: true })
            return await ElsewhereAsync(began, null, cancellationToken);
        var id = running.Begin();
        var isKept = false;
        try
        {
            var look = await fleet.LookAsync(began, options.Fencing.PutDeadline * 2, cancellationToken);
            // What belongs to another cloud is not written to.
            var taken = fleet.IsOfAnotherCloud ? null : await claims.TakeAsync(id, isAsked, isDue);
            if (taken is LedgerResult<AuditClaim?>.Ok { Value: var claim } && claim?.Id != id)
                return await ElsewhereAsync(began, claim, cancellationToken);
            var found = taken switch
            {
                LedgerResult<AuditClaim?>.Ok { Value: { } own } => await AuditAsync(began, look, own, isAsked, cancellationToken),
                LedgerResult<AuditClaim?>.Unavailable unavailable => new AuditReport { At = began, Services = look?.Services.Count ?? 0, Failure = $"the ledger could not be read: {unavailable.Why}" },
                _ => new AuditReport { At = began, Services = look?.Size ?? 0, Failure = fleet.OtherCloud ?? Away() },
            };
            if (found.IsElsewhere)
                return found;
            var last = (ledger.Remembered is { } rows ? AuditJournal.Last(rows) : null) ?? Volatile.Read(ref _last);
            var report = AuditJournal.Dated(found with { Elapsed = clock.GetElapsedTime(started) }, last);
            if (!fleet.IsOfAnotherCloud)
                await journal.KeepAsync(report, id, cancellationToken);
            isKept = true;
            Volatile.Write(ref _last, report);
            Tell(report);
            await announcements.AnnounceAsync(Open(report, last), Cleared(report, last), cancellationToken);
            if (report.Failure is null)
                await housekeeping.TidyAsync(cancellationToken);
            return report;
        }
        catch when (!isKept)
        {
            await claims.GiveBackAsync(id, doneTo: null);
            throw;
        }
        finally
        {
            running.End(id);
        }
    }

    private string Away() => $"Nova could not be asked, so nothing was changed: {fleet.LastFailure?.Sentence ?? "it did not answer in time"}";

    /// <summary>Another one runs, or none is due: this instance learns what the others wrote, and does nothing else.</summary>
    private async Task<AuditReport> ElsewhereAsync(DateTimeOffset began, AuditClaim? other, CancellationToken cancellationToken)
    {
        await ledger.ReadAsync(_ => true, cancellationToken);
        work.ForgetPlans();
        return new AuditReport
        {
            At = began,
            Failure = other is null ? "no audit is due" : FormattableString.Invariant($"another audit runs, begun at {other.StartedAt:u} by the instance {other.By}; ask again when it has ended"),
            IsElsewhere = true,
        };
    }

    private async Task<AuditReport> AuditAsync(DateTimeOffset began, Fleet? looked, AuditClaim claim, bool isAsked, CancellationToken cancellationToken)
    {
        if (looked is not { } look)
            return new AuditReport { At = began, Failure = Away() };
        if (await ledger.ReadAsync(transaction => transaction.Records().Where(NeedsWork).Select(record => record.Host).ToList(), cancellationToken) is not LedgerResult<List<string>>.Ok { Value: var hosts })
            return new AuditReport { At = began, Services = look.Services.Count, Failure = "the ledger could not be read" };
        await fleet.KeepAsync(cancellationToken);
        foreach (var id in ledger.Remembered!.UnresolvedIds().Order(StringComparer.Ordinal).ToList())
        {
            if (await ledger.ChangeAsync(transaction => decider.TakeAside(transaction, id, look, clock.GetUtcNow()), cancellationToken) is LedgerResult<string?>.Ok { Value: { } host } && !hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
                hosts.Add(host);
        }

        work.ForgetPlans();
        hosts = [.. hosts.Where(host => string.CompareOrdinal(host, claim.DoneTo) > 0).Order(StringComparer.Ordinal)];
        var before = hosts.ToDictionary(host => host, host => ledger.Remembered?.Record(host)?.State, StringComparer.OrdinalIgnoreCase);
        if (!await ReconcileAsync(hosts, look, began, claim, isAsked, cancellationToken))
            return new AuditReport { At = began, Failure = "another instance has taken this audit over, as it took too long", IsElsewhere = true };
        await TidyAlertingAsync(cancellationToken);
        return Report(began, look, before);
    }

    /// <summary>Brings the hosts where they are wanted. False where another instance has taken the audit over meanwhile.</summary>
    private async Task<bool> ReconcileAsync(List<string> hosts, Fleet look, DateTimeOffset began, AuditClaim claim, bool isAsked, CancellationToken cancellationToken)
    {
        var done = new bool[hosts.Count];
        var renewedAt = clock.GetTimestamp();
        var isOurs = true;
        // Side by side: a host whose cell hangs must not make the others wait. The reconciler bounds the PUTs.
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Fencing.MaxParallelPuts, TaskScheduler = TaskScheduler.Current, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, hosts.Count), limits, async (index, stop) =>
            {
                if (clock.GetElapsedTime(Volatile.Read(ref renewedAt)) > options.Fencing.Lease / 2)
                {
                    Volatile.Write(ref renewedAt, clock.GetTimestamp());
                    if (!await claims.RenewAsync(claim.Id))
                        Volatile.Write(ref isOurs, false);
                }

                if (!Volatile.Read(ref isOurs))
                    return;
                var job = new HostJob(hosts[index], began, Deadline.In(claims.OneHost, clock)) { Look = look, Reasserts = options.Audit.Reassert, IsAsked = isAsked };
                await reconciler.ReconcileAsync(job, stop);
                done[index] = !stop.IsCancellationRequested;
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var first = Array.IndexOf(done, false);
            await claims.GiveBackAsync(claim.Id, first <= 0 ? null : hosts[first - 1]);
            throw;
        }

        return isOurs;
    }

    /// <summary>Whether there is anything about the record that time, Nova or another instance may have moved on.</summary>
    private static bool NeedsWork(HostRecord record) =>
        record.IsHeldDown || record.Attempt is not null || record.Word is not null
        || record.DownMayArriveUntil is not null || record.UpMayArriveUntil is not null
        || record.Alerts.Any(alert => alert.IsOpen);

    private AuditReport Report(DateTimeOffset began, Fleet look, Dictionary<string, HostState?> before)
    {
        var now = clock.GetUtcNow();
        var rows = ledger.Remembered!;
        var records = rows.Records().ToDictionary(record => record.Host, StringComparer.OrdinalIgnoreCase);
        // What was done since the look is newer than it: then another hand's doing is not concluded from it.
        var hosts = look.Hosts.Select(host => host.Name).Union(records.Keys, StringComparer.OrdinalIgnoreCase);
        var found = new Dictionary<string, Finding>(StringComparer.OrdinalIgnoreCase);
        foreach (var host in hosts)
        {
            var record = records.GetValueOrDefault(host);
            var sighting = look.Sight(host, options.Cloud.ReportInterval);
            if (record?.ConfirmedAt >= look.BeganAt && sighting.Kind is SightingKind.ForcedDown or SightingKind.Free)
                sighting = sighting with { Kind = record.IsHeldDown ? SightingKind.ForcedDown : SightingKind.Free, Service = null };
            if (findings.Of(rows, host, record, sighting, Did(record, before.GetValueOrDefault(host)), now) is { } finding)
                found[host] = finding;
        }

        var ofNone = findings.OfNoHost(rows, look, now).ToList();
        foreach (var finding in ofNone.Where(finding => finding.Kind == FindingKind.Held && (!found.TryGetValue(finding.Host, out var other) || other.Kind == FindingKind.InSync)))
            found[finding.Host] = finding;
        return new AuditReport
        {
            At = began,
            Services = look.Services.Count,
            Findings = [.. ofNone.Where(finding => finding.Kind != FindingKind.Held), .. found.Values.OrderBy(finding => finding.Host, StringComparer.Ordinal)],
        };
    }

    private static string Did(HostRecord? record, HostState? before) => (before, record?.State) switch
    {
        (null, _) or (_, null) => "",
        var (was, now) when was == now => "",
        (_, HostState.Down) => "forced it down, or found it so",
        // What another hand raised is said by the finding.
        (_, HostState.Clear) when record.RaisedAt is not null || record.Alerts.Any(alert => alert is { IsHeld: true, Held.Reason: Decisions.Reason.FiresWhileUp }) => "",
        (_, HostState.Clear) => "unset it, or found it so",
        _ => "began to bring it where it is wanted",
    };

    /// <summary>Hosts whose alerts are no longer current do not count for the storm breaker.</summary>
    private async Task TidyAlertingAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (ledger.Remembered is not { } rows || rows.Alerting().Firing is not { Count: > 0 } firing)
            return;
        var current = rows.Records().Where(record => record.Alerts.Any(alert => alert.IsOpen && decider.IsCurrent(alert, now))).Select(record => HostMark.Of(record.Host)).ToHashSet(StringComparer.Ordinal);
        if (firing.All(current.Contains))
            return;
        await ledger.ChangeAsync(
            transaction =>
            {
                transaction.MayBeLost();
                var alerting = transaction.Alerting();
                transaction.Write(alerting with { Firing = [.. (alerting.Firing ?? []).Where(current.Contains)] });
                return true;
            },
            cancellationToken);
    }

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
    }
}

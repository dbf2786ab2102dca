using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;
using NovaFence.Core.Telemetry;

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
    IOutbox outbox,
    Housekeeping housekeeping,
    MomentsAhead ahead,
    AuditClaims claims,
    RunningAttempts running,
    NovaFenceOptions options,
    TimeProvider clock,
    ILogger<Auditor> logger) : IAuditor
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(500);

    // Only where the ledger has never answered: otherwise it knows the last report, whoever made it.
    private AuditReport? _last;

    // Whether a look has shown that the ledger is this cloud's.
    private volatile bool _isOurs;

    // In ticks, UTC; 0 before the first.
    private long _triedAt;

    /// <inheritdoc />
    public Task<AuditReport> RunAsync(CancellationToken cancellationToken) => RunAsync(isDue: null, cancellationToken);

    /// <inheritdoc />
    public async Task<AuditReport> RunAskedAsync(CancellationToken cancellationToken)
    {
        // Another one's ends, or its claim runs out.
        for (var end = Deadline.In(claims.Lasts, clock); ;)
        {
            while (end.Left > TimeSpan.Zero && await claims.IsTakenAsync(cancellationToken))
                await Task.Delay(BetweenQuestions, clock, cancellationToken);
            var report = await RunAsync(isAsked: true, null, cancellationToken);
            if (!report.IsElsewhere || end.Left <= TimeSpan.Zero)
                return report;
        }
    }

    /// <summary>What the last audit of this process found, kept or not; null before the first.</summary>
    internal AuditReport? Last => Volatile.Read(ref _last);

    /// <summary>When this process last tried an audit, whatever came of it; null before the first.</summary>
    internal DateTimeOffset? TriedAt => Interlocked.Read(ref _triedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Runs one where it is due by the last one and now; null where it always is.</summary>
    internal Task<AuditReport> RunAsync(Func<AuditSummary?, DateTimeOffset, bool>? isDue, CancellationToken cancellationToken) => RunAsync(isAsked: false, isDue, cancellationToken);

    private async Task<AuditReport> RunAsync(bool isAsked, Func<AuditSummary?, DateTimeOffset, bool>? isDue, CancellationToken cancellationToken)
    {
        using var trace = Activity.Current is null ? Tracing.Begin("audit") : null;
        var began = clock.GetUtcNow();
        Interlocked.Exchange(ref _triedAt, began.UtcTicks);
        var started = clock.GetTimestamp();
        var id = running.Begin();
        var isKept = false;
        try
        {
            // The ledger is asked first: where another one audits, or none is due, Nova has better things to do than to list its services. What belongs to
            // another cloud is not written to, so a process that does not know yet whose it is takes the claim after its look.
            var isKnown = _isOurs;
            var taken = await claims.TakeAsync(id, isAsked, isDue, onlyLooks: !isKnown);
            if (IsElsewhere(taken, id, isDue is not null, out var other))
                return await ElsewhereAsync(began, other, cancellationToken);
            // Somebody may have adopted the ledger since.
            if (fleet.IsOfAnotherCloud)
                await LearnAsync(_ => true, cancellationToken);
            var look = taken is LedgerResult<AuditClaim?>.Ok ? await fleet.LookAsync(clock.GetUtcNow(), options.Fencing.PutDeadline * 2, cancellationToken) : null;
            _isOurs = !fleet.IsOfAnotherCloud && (isKnown || look is not null);
            if (!isKnown && !fleet.IsOfAnotherCloud && taken is LedgerResult<AuditClaim?>.Ok)
            {
                taken = await claims.TakeAsync(id, isAsked, isDue, onlyLooks: false);
                if (IsElsewhere(taken, id, isDue is not null, out other))
                    return await ElsewhereAsync(began, other, cancellationToken);
            }

            var isClaimed = taken is LedgerResult<AuditClaim?>.Ok && !fleet.IsOfAnotherCloud;
            var found = taken switch
            {
                _ when fleet.OtherCloud is { } otherCloud => new AuditReport { At = began, Services = look?.Size ?? 0, Failure = otherCloud },
                LedgerResult<AuditClaim?>.Ok { Value: { } own } => await AuditAsync(began, look, own, isAsked, cancellationToken),
                _ => new AuditReport { At = began, Failure = $"the ledger: {((LedgerResult<AuditClaim?>.Unavailable)taken).Why}" },
            };
            if (found.IsElsewhere)
                return found;
            var last = (ledger.Remembered is { } rows ? AuditJournal.Last(rows) : null) ?? Volatile.Read(ref _last);
            var report = AuditJournal.Dated(found with { Elapsed = clock.GetElapsedTime(started) }, last);
            var changes = FindingChanges.Between(last, report);
            switch (isClaimed ? await journal.KeepAsync(report, changes, id, cancellationToken) : null)
            {
                case LedgerResult<bool>.Ok { Value: false }:
                    return TakenOver(began);
                case LedgerResult<bool>.Unavailable { Why: var why }:
                    report = AuditJournal.Dated(report with { Failure = report.Failure ?? $"what was found could not be written to the ledger: {why}" }, last);
                    changes = FindingChanges.Between(last, report);
                    break;
            }

            // Taken before another cloud was seen, or with an answer that was lost.
            if (!isClaimed && (isKnown || taken is LedgerResult<AuditClaim?>.Unavailable))
                await claims.DropAsync(id);
            isKept = true;
            Volatile.Write(ref _last, report);
            Tell(report);
            await TellAsync(changes, cancellationToken);
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

    /// <summary>Whether another one audits, or none is due; and where it is only one that may be missing, also where the ledger does not say.</summary>
    private static bool IsElsewhere(LedgerResult<AuditClaim?> taken, string id, bool onlyIfDue, out AuditClaim? other)
    {
        other = taken is LedgerResult<AuditClaim?>.Ok { Value: var claim } ? claim : null;
        return taken is LedgerResult<AuditClaim?>.Ok ? other?.Id != id : onlyIfDue;
    }

    private static AuditReport TakenOver(DateTimeOffset began) =>
        new() { At = began, Failure = "another instance has taken this audit over, as it took too long", IsElsewhere = true };

    private string Away() => $"Nova could not be asked, so nothing was changed: {fleet.LastFailure?.Sentence ?? "it did not answer in time"}";

    /// <summary>Another one runs, or none is due: this instance learns what the others wrote, and does nothing else.</summary>
    private async Task<AuditReport> ElsewhereAsync(DateTimeOffset began, AuditClaim? other, CancellationToken cancellationToken)
    {
        await LearnAsync(_ => true, cancellationToken);
        work.ForgetPlans();
        return new AuditReport
        {
            At = began,
            Failure = other is null ? "no audit is due" : FormattableString.Invariant($"another audit runs, begun at {other.StartedAt:u} by the instance {other.By}; ask again when it has ended"),
            IsElsewhere = true,
        };
    }

    /// <summary>Reads every row again, and forgets what this process knows of attempts that no record has any more.</summary>
    private Task<LedgerResult<T>> LearnAsync<T>(Func<LedgerTransaction, T> look, CancellationToken cancellationToken)
    {
        // Of each of these the intent was stored before: where its record does not have it, the ledger has its outcome.
        var unsettled = running.Unsettled();
        return ledger.ReadAsync(
            rows =>
            {
                // Where a record cannot be read, it may be that one.
                if (unsettled.Count > 0 && rows.UnreadableRows().Count == 0)
                    unsettled.Except(rows.UnorderedRecords().Select(record => record.Attempt?.Id).OfType<string>(), StringComparer.Ordinal).ToList().ForEach(running.Settle);
                return look(rows);
            },
            cancellationToken);
    }

    private async Task<AuditReport> AuditAsync(DateTimeOffset began, Fleet? looked, AuditClaim claim, bool isAsked, CancellationToken cancellationToken)
    {
        if (looked is not { } look)
            return new AuditReport { At = began, Failure = Away() };
        var learned = await LearnAsync(transaction => transaction.UnorderedRecords().Where(NeedsWork).Select(record => record.Host).ToList(), cancellationToken);
        if (learned is not LedgerResult<List<string>>.Ok { Value: var hosts })
            return new AuditReport { At = began, Services = look.Services.Count, Failure = $"the ledger: {((LedgerResult<List<string>>.Unavailable)learned).Why}" };
        if (ledger.Remembered!.UnreadableShared() is { Count: > 0 } damaged)
            return new AuditReport { At = began, Services = look.Services.Count, Failure = $"{string.Join(", ", damaged)}: this is not as NovaFence writes it, and every host needs it. Restore the ledger from before somebody changed it" };
        await fleet.KeepAsync(cancellationToken);
        await ahead.PutRightAsync(look, cancellationToken);
        foreach (var id in ledger.Remembered!.UnresolvedIds().Order(StringComparer.Ordinal).ToList())
        {
            if (await ledger.ChangeAsync(transaction => decider.TakeAside(transaction, id, look, clock.GetUtcNow()), cancellationToken) is LedgerResult<string?>.Ok { Value: { } host } && !hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
                hosts.Add(host);
        }

        work.ForgetPlans();
        hosts = [.. hosts.Where(host => string.CompareOrdinal(host, claim.DoneTo) > 0).Order(StringComparer.Ordinal)];
        var before = hosts.ToDictionary(host => host, host => ledger.Remembered?.ReadableRecord(host)?.State, StringComparer.OrdinalIgnoreCase);
        if (!await ReconcileAsync(hosts, look, began, claim, isAsked, cancellationToken))
            return TakenOver(began);
        await TidyAlertingAsync(cancellationToken);
        return Report(began, look, before);
    }

    /// <summary>Brings the hosts where they are wanted. False where another instance has taken the audit over meanwhile.</summary>
    private async Task<bool> ReconcileAsync(List<string> hosts, Fleet look, DateTimeOffset began, AuditClaim claim, bool isAsked, CancellationToken cancellationToken)
    {
        var done = new bool[hosts.Count];
        var renewAt = claims.RenewAt(claim.Until).UtcTicks;
        var isOurs = true;
        // Side by side: a host whose cell hangs must not make the others wait. The reconciler bounds the PUTs.
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Fencing.MaxParallelPuts, TaskScheduler = TaskScheduler.Current, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, hosts.Count), limits, async (index, stop) =>
            {
                if (clock.GetUtcNow().UtcTicks > Volatile.Read(ref renewAt))
                {
                    Volatile.Write(ref renewAt, (clock.GetUtcNow() + (options.Fencing.Lease / 2)).UtcTicks);
                    if (!await claims.RenewAsync(claim.Id, DoneTo(hosts, done)))
                        Volatile.Write(ref isOurs, false);
                }

                if (!Volatile.Read(ref isOurs))
                    return;
                var job = new HostJob(hosts[index], began, Deadline.In(claims.OneHost, clock)) { Look = look, Reasserts = options.Audit.Reassert, IsAsked = isAsked, MayWaitForReads = true };
                if (await reconciler.ReconcileAsync(job, stop) is HostOutcome.Done { Verdict: { Kind: VerdictKind.Failed } verdict })
                    Log.NotDone(logger, hosts[index], verdict.Text);
                done[index] = !stop.IsCancellationRequested;
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await claims.GiveBackAsync(claim.Id, DoneTo(hosts, done));
            throw;
        }

        return isOurs;
    }

    /// <summary>The last host before the first that is not done; null where that is the first.</summary>
    private static string? DoneTo(List<string> hosts, bool[] done) => Array.IndexOf(done, false) is var first and > 0 ? hosts[first - 1] : null;

    /// <summary>Whether there is anything about the record that time, Nova or another instance may have moved on.</summary>
    private static bool NeedsWork(HostRecord record) =>
        record.IsHeldDown || record.Attempt is not null || record.Word is not null
        || record.DownMayArriveUntil is not null || record.UpMayArriveUntil is not null
        || record.Alerts.Any(alert => alert.IsOpen);

    private AuditReport Report(DateTimeOffset began, Fleet look, Dictionary<string, HostState?> before)
    {
        var now = clock.GetUtcNow();
        var rows = ledger.Remembered!;
        var records = rows.UnorderedRecords().ToList();
        var found = new Dictionary<string, Finding>(StringComparer.OrdinalIgnoreCase);
        foreach (var (host, record) in look.With(records, static record => record.Host))
        {
            if (findings.Of(rows, host, record, look, Did(record, before.GetValueOrDefault(host)), now) is { } finding)
                found[host] = finding;
        }

        var ofNone = findings.OfNoHost(rows, records, look, now).ToList();
        foreach (var finding in ofNone.Where(finding => finding.Kind == FindingKind.Held && (!found.TryGetValue(finding.Host, out var other) || other.Kind == FindingKind.InSync)))
            found[finding.Host] = finding;
        return new AuditReport
        {
            At = began,
            Services = look.Services.Count,
            Findings = [.. ofNone.Where(finding => finding.Kind != FindingKind.Held), .. found.Values.OrderBy(finding => finding.Host, StringComparer.Ordinal)],
        };
    }

    /// <summary>Hosts whose alerts are no longer current do not count for the storm breaker.</summary>
    private async Task TidyAlertingAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (ledger.Remembered is not { } rows || rows.Alerting().Firing is not { Count: > 0 } firing)
            return;
        if (firing.All(Current(rows).Contains))
            return;
        await ledger.ChangeAsync(
            transaction =>
            {
                transaction.MayBeLost();
                var alerting = transaction.Alerting();
                // By the records as they are then: a host whose first alert came meanwhile fires too.
                var current = Current(transaction);
                transaction.Write(alerting with { Firing = [.. (alerting.Firing ?? []).Where(current.Contains)] });
                return true;
            },
            cancellationToken);

        HashSet<string> Current(LedgerTransaction transaction) =>
            transaction.UnorderedRecords().Where(record => record.Alerts.Any(alert => alert.IsOpen && decider.IsCurrent(alert, now))).Select(record => HostMark.Of(record.Host)).ToHashSet(StringComparer.Ordinal);
    }
}

using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>Keeps what the audits found: the last one whole, and an event whenever one found something else than the one before.</summary>
internal sealed class AuditJournal(LedgerCache cache, ILedger ledger, RunningAttempts running, NovaFenceOptions options) : IAuditHistory
{
    /// <summary>Most parts and events of one commit, each of which may be as long as a row.</summary>
    private const int MostOfOneCommit = 15;

    /// <inheritdoc />
    public async Task<LedgerResult<IReadOnlyList<AuditReport>>> RecentAsync(int limit, CancellationToken cancellationToken)
    {
        switch (await cache.ReadAsync(Last, cancellationToken))
        {
            case LedgerResult<AuditReport?>.Unavailable unavailable:
                return new LedgerResult<IReadOnlyList<AuditReport>>.Unavailable(unavailable.Why);
            case LedgerResult<AuditReport?>.Ok { Value: null }:
                return new LedgerResult<IReadOnlyList<AuditReport>>.Ok([]);
            case LedgerResult<AuditReport?>.Ok { Value: { } last }:
                if (await ledger.ReadEventsAsync(DecisionEvent.Audits, limit, cancellationToken) is not LedgerResult<IReadOnlyList<LedgerEvent>>.Ok { Value: var events })
                    return new LedgerResult<IReadOnlyList<AuditReport>>.Unavailable("the events of earlier audits could not be read");
                var earlier = events.Select(Read).OfType<AuditReport>().Where(report => report.At < last.At);
                return new LedgerResult<IReadOnlyList<AuditReport>>.Ok([.. earlier.Prepend(last).Take(limit)]);
            default:
                throw new InvalidOperationException("a result of no known kind");
        }
    }

    /// <summary>Null of an event that somebody has edited, or that a later version wrote.</summary>
    private static AuditReport? Read(LedgerEvent happened)
    {
        try
        {
            return DecisionEvent.Read(happened)?.Audit?.Deserialize(AuditJson.Row<AuditReport>());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The last audit as the ledger has it; null before the first.</summary>
    internal static AuditReport? Last(LedgerTransaction transaction) => transaction.Audit() is not { } summary ? null : new AuditReport
    {
        At = summary.At,
        Elapsed = TimeSpan.FromMilliseconds(summary.ElapsedMs),
        Services = summary.Services,
        Failure = summary.Failure,
        FailingSince = summary.FailingSince,
        Findings = [.. summary.Parked is { } parked ? [parked.Finding] : Array.Empty<Finding>(), .. transaction.Findings()],
    };

    /// <summary>Says since when each finding stands, and a failure lasts: what the last audit said of it.</summary>
    internal static AuditReport Dated(AuditReport report, AuditReport? last)
    {
        var since = (last?.Findings ?? []).ToLookup(finding => (finding.Host, finding.Kind), finding => finding.Since);
        return report with
        {
            FailingSince = report.Failure is null ? null : last?.FailingSince ?? report.At,
            Findings = [.. report.Findings.Select(finding => finding with { Since = since[(finding.Host, finding.Kind)].DefaultIfEmpty(report.At).Min() })],
        };
    }

    /// <summary>
    /// Keeps a dated report while the claim is the audit's, and ends the claim; another report that began later stays. False where the claim is another's by
    /// now: then nothing is kept. Nothing rests on it, so what is lost with a power cut is lost.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="changes">What it has that the last one had not, and the other way round.</param>
    /// <param name="claim">The id of the audit's claim.</param>
    /// <param name="cancellationToken">The audit's.</param>
    internal async Task<LedgerResult<bool>> KeepAsync(AuditReport report, FindingChanges changes, string claim, CancellationToken cancellationToken)
    {
        // A failed audit found nothing, which is not to say that nothing is there.
        var parts = report.Failure is not null ? [] : Listed(report).Select(FindingsPart.Fit).Chunk(FindingsPart.Most).Select(part => new FindingsPart(part)).ToList();
        var told = changes.Events(report.At, running.Instance);
        var news = IsNews(report, cache.Remembered is { } before ? Last(before) : null);
        // With the findings the next audit compares, and what it does not find new it does not tell: so they are written together, or what is told first.
        var isOne = parts.Count + told.Count <= MostOfOneCommit;
        if (!isOne)
        {
            foreach (var some in told.Chunk(MostOfOneCommit))
                await cache.ChangeAsync(transaction => IsOwn(transaction, report, claim) && Append(transaction, report, some), cancellationToken);
            await Task.WhenAll(parts.Select((part, number) => cache.ChangeAsync(transaction => IsOwn(transaction, report, claim) && KeepPart(transaction, number, part), cancellationToken)));
        }

        return await cache.ChangeAsync(
            transaction =>
            {
                transaction.MayBeLost();
                // The answer to this very commit may have been lost, and the store's client met its own work.
                if (transaction.AuditClaim()?.Id != claim)
                    return transaction.Audit()?.At == report.At;
                transaction.RemoveAuditClaim();
                if (IsLater(transaction, report))
                    return true;
                for (var part = 0; isOne && part < parts.Count; part++)
                    transaction.WriteFindings(part, parts[part]);
                if (isOne && told.Count > 0)
                    Append(transaction, report, told);
                for (var part = parts.Count; report.Failure is null && transaction.HasFindings(part); part++)
                    transaction.RemoveFindings(part);
                transaction.Write((transaction.Audit() ?? new AuditSummary { At = report.At }) with
                {
                    At = report.At,
                    ElapsedMs = Math.Round(report.Elapsed.TotalMilliseconds),
                    Services = report.Services,
                    Failure = report.Failure,
                    FailingSince = report.FailingSince,
                    Parked = report.Failure is null ? ParkedFinding.Of(report.Findings) : transaction.Audit()?.Parked,
                    SucceededAt = report.Failure is null ? report.At : transaction.Audit()?.SucceededAt,
                });
                if (news)
                    transaction.Append(DecisionEvent.Audits, Event(report));
                return true;
            },
            cancellationToken);
    }

    /// <summary>Whether one that began later is kept already. One that is further ahead than clocks differ was dated by a clock that was ahead: no other would be kept until then.</summary>
    private bool IsLater(LedgerTransaction transaction, AuditReport report) =>
        transaction.Audit() is { At: var kept } && kept > report.At && !options.Fencing.IsAhead(kept, report.At);

    /// <summary>Whether the claim is still this audit's; what is written with it is conditional on that.</summary>
    private bool IsOwn(LedgerTransaction transaction, AuditReport report, string claim)
    {
        transaction.MayBeLost();
        if (transaction.AuditClaim() is not { } own || own.Id != claim || IsLater(transaction, report))
            return false;
        transaction.Confirm(own);
        return true;
    }

    private static bool Append(LedgerTransaction transaction, AuditReport report, IReadOnlyList<DecisionEvent> told)
    {
        foreach (var one in told)
            transaction.Append(DecisionEvent.Findings, one);
        transaction.WriteFindingsMark(report.At);
        return true;
    }

    private static bool KeepPart(LedgerTransaction transaction, int number, FindingsPart part)
    {
        transaction.WriteFindings(number, part);
        return true;
    }

    /// <summary>Whether a person would learn something that the one before did not say.</summary>
    private static bool IsNews(AuditReport report, AuditReport? last) => report.Failure is not null
        ? last?.Failure is null
        : last?.Failure is not null || !Said(report).SetEquals(last is null ? [] : Said(last));

    private static HashSet<(string Host, FindingKind Kind, HostState State)> Said(AuditReport report) =>
        [.. report.Findings.Where(finding => finding.Kind != FindingKind.InSync || finding.Did.Length > 0).Select(finding => (finding.Host, finding.Kind, finding.State))];

    private DecisionEvent Event(AuditReport report) => new()
    {
        Kind = "audit",
        At = report.At,
        Instance = running.Instance,
        Verdict = VerdictKind.Ignored,
        Reason = report.Failure ?? FormattableString.Invariant($"{report.Findings.Count} findings"),
        Audit = JsonSerializer.SerializeToElement(report with { Findings = [.. Listed(report).Take(FindingsPart.Most).Select(FindingsPart.Fit)], LeftOut = Math.Max(0, Listed(report).Count() - FindingsPart.Most) }, AuditJson.Plain.AuditReport),
    };

    /// <summary>The findings that the version before can read.</summary>
    private static IEnumerable<Finding> Listed(AuditReport report) => report.Findings.Where(finding => finding.Kind != FindingKind.NotificationsParked);
}

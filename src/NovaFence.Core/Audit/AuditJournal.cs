using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Audit;

/// <summary>Keeps what the audits found: the last one whole, and an event whenever one found something else than the one before.</summary>
internal sealed class AuditJournal(LedgerCache cache, ILedger ledger, RunningAttempts running) : IAuditHistory
{
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
                var earlier = events.Select(happened => JsonSerializer.Deserialize(happened.Json, RowsJson.Plain.DecisionEvent)?.Audit?.Deserialize(AuditJson.Plain.AuditReport)).OfType<AuditReport>().Where(report => report.At < last.At);
                return new LedgerResult<IReadOnlyList<AuditReport>>.Ok([.. earlier.Prepend(last).Take(limit)]);
            default:
                throw new InvalidOperationException("a result of no known kind");
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
        Findings = [.. transaction.Findings()],
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
    /// <param name="claim">The id of the audit's claim.</param>
    /// <param name="cancellationToken">The audit's.</param>
    internal async Task<LedgerResult<bool>> KeepAsync(AuditReport report, string claim, CancellationToken cancellationToken)
    {
        var parts = report.Findings.Select(FindingsPart.Fit).Chunk(FindingsPart.Most).Select(part => new FindingsPart(part)).ToList();
        // A failed audit found nothing, which is not to say that nothing is there.
        var news = IsNews(report, cache.Remembered is { } before ? Last(before) : null);
        if (report.Failure is null)
            await Task.WhenAll(parts.Select((part, number) => cache.ChangeAsync(transaction => KeepPart(transaction, report, claim, number, part), cancellationToken)));
        return await cache.ChangeAsync(
            transaction =>
            {
                transaction.MayBeLost();
                // The answer to this very commit may have been lost, and the store's client met its own work.
                if (transaction.AuditClaim()?.Id != claim)
                    return transaction.Audit()?.At == report.At;
                transaction.RemoveAuditClaim();
                if (transaction.Audit()?.At > report.At)
                    return true;
                for (var part = parts.Count; report.Failure is null && transaction.HasFindings(part); part++)
                    transaction.RemoveFindings(part);
                transaction.Write((transaction.Audit() ?? new AuditSummary { At = report.At }) with
                {
                    At = report.At,
                    ElapsedMs = Math.Round(report.Elapsed.TotalMilliseconds),
                    Services = report.Services,
                    Failure = report.Failure,
                    FailingSince = report.FailingSince,
                    SucceededAt = report.Failure is null ? report.At : transaction.Audit()?.SucceededAt,
                });
                if (news)
                    transaction.Append(DecisionEvent.Audits, Event(report));
                return true;
            },
            cancellationToken);
    }

    private static bool KeepPart(LedgerTransaction transaction, AuditReport report, string claim, int number, FindingsPart part)
    {
        transaction.MayBeLost();
        if (transaction.AuditClaim() is not { } own || own.Id != claim || transaction.Audit()?.At > report.At)
            return false;
        transaction.Confirm(own);
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
        Audit = JsonSerializer.SerializeToElement(report with { Findings = [.. report.Findings.Take(FindingsPart.Most).Select(FindingsPart.Fit)], LeftOut = Math.Max(0, report.Findings.Count - FindingsPart.Most) }, AuditJson.Plain.AuditReport),
    };
}

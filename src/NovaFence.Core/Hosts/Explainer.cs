using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <inheritdoc />
/// <remarks>It goes the way of a delivery: whose is it, what is decided without a look, and only then what a look shows.</remarks>
internal sealed class Explainer(NovaFenceOptions options, LedgerCache ledger, FleetCache fleet, RouteTable routes, HostDecider decider, HostReconciler reconciler, Fencer fencer, TimeProvider clock) : IExplainer
{
    /// <summary>The rule of a verdict that rests on what the event is to its alert.</summary>
    private const string OfOrder = "order";

    /// <summary>The attempt of an intent that nobody carries out.</summary>
    private const string AttemptId = "explained";

    /// <inheritdoc />
    public async Task<LedgerResult<IReadOnlyList<Explanation>>> ExplainAsync(IReadOnlyList<AlertEvent> alerts, CancellationToken cancellationToken)
    {
        await fleet.GetAsync(cancellationToken);
        // It looks, as a delivery would: what Nova says of the host decides. A look only reads.
        var look = await fleet.LookAsync(clock.GetUtcNow(), options.Fencing.PutDeadline, cancellationToken);
        // The transaction is never stored.
        var asked = new Dictionary<string, HashSet<Evidence>>(StringComparer.OrdinalIgnoreCase);
        var explained = await ledger.ReadAsync<IReadOnlyList<Explanation>>(transaction => Explain(transaction, alerts, look, [], asked), cancellationToken);
        if (asked.Count == 0)
            return explained;
        // What a route's evidence asks for is read once too; nothing of it is stored.
        var readings = new Dictionary<string, HostReading>(StringComparer.OrdinalIgnoreCase);
        foreach (var (host, reading) in asked.Select(one => (one.Key, Reading: reconciler.ReadOnceAsync(one.Key, [.. one.Value]))).ToList())
            readings[host] = await reading.WaitAsync(cancellationToken);
        return await ledger.ReadAsync<IReadOnlyList<Explanation>>(transaction => Explain(transaction, alerts, look, readings, []), cancellationToken);
    }

    private Explanation[] Explain(LedgerTransaction transaction, IReadOnlyList<AlertEvent> alerts, Fleet? look, Dictionary<string, HostReading> readings, Dictionary<string, HashSet<Evidence>> asked)
    {
        var explained = new Explanation[alerts.Count];
        foreach (var (place, alert) in Fencer.InOrder(alerts).SelectMany(events => events))
        {
            var known = look ?? fleet.Current;
            var named = HostResolver.Resolve(alert, options.Hosts, known);
            var hosts = routes.IsWatchdog(alert) ? [] : Fencer.HostsOf(transaction, alert, named);
            if (hosts.Count == 0)
            {
                explained[place] = OfNoHost(transaction, alert, named, known);
                continue;
            }

            Explanation? first = null;
            var of = Fencer.HostsToTakeIt(transaction, alert, hosts, named);
            foreach (var host in of)
            {
                var job = Fencer.JobOf(alert, host, hosts, of, named, Deadline.In(TimeSpan.FromSeconds(1), clock));
                job.Reading = readings.GetValueOrDefault(host);
                var one = OfHost(transaction, job, look, asked);
                if (Take(transaction, job, look) is { } late && one.Verdict == VerdictKind.Unset)
                    one = one with { Verdict = late.Kind, Reason = late.Text };
                first ??= one;
            }

            explained[place] = first!;
        }

        return explained;
    }

    private Explanation OfNoHost(LedgerTransaction transaction, AlertEvent alert, HostResolution named, Fleet known)
    {
        var now = clock.GetUtcNow();
        var situation = fencer.SituationOf(alert, named, now);
        var decision = Rules.Decide(situation);
        if (!routes.IsWatchdog(alert))
        {
            var next = transaction.Next();
            var verdict = fencer.NotListed(alert, named, known) ?? (fencer.WithoutHost(next, alert, named) as HostOutcome.Done)?.Verdict ?? decision.Verdict!;
            if (verdict.Kind != VerdictKind.Failed)
                transaction.Take(next);
            decision = new Decision(verdict.Reason == Reason.Superseded ? OfOrder : decision.Rule, verdict);
        }

        return Of(alert, Fencer.NameIn(named), decision, situation);
    }

    private Explanation OfHost(LedgerTransaction transaction, HostJob job, Fleet? look, Dictionary<string, HashSet<Evidence>> asked)
    {
        var now = clock.GetUtcNow();
        var situation = decider.SituationOf(transaction.Next(), job, now);
        var decision = Merging(transaction, job) ?? decider.DecideReading(situation, isJustRead: true);
        // What is decided without a look is so whatever Nova shows; for a person it is told all the same.
        var looked = Looking(job, look);
        var seen = decider.SituationOf(transaction.Next(), looked, now);
        if (decision.Verdict is null)
            (situation, decision) = (seen, decider.DecideReading(seen, isJustRead: true));
        if (situation is { Status: AlertStatus.Firing, Route.Evidence: { IsRead: true } evidence } && evidence.Outstanding(situation.Facts).ToList() is { Count: > 0 } parts)
        {
            asked.TryAdd(job.Host, []);
            asked[job.Host].UnionWith(parts);
        }

        // A rehearsal tells what would be done.
        if (decision.Verdict is { } verdict)
            decision = decision with { Verdict = Rules.Rehearsed(verdict, situation) };
        return Of(job.Alert!, job.Host, decision, situation with { Seen = seen.Seen, ReportedAt = seen.ReportedAt, LookedAt = seen.LookedAt });
    }

    /// <summary>What is decided before any rule is asked: the event merges its alert into another.</summary>
    private static Decision? Merging(LedgerTransaction transaction, HostJob job) =>
        HostDecider.Merged(transaction.Record(job.Host), job.Alert!) is { } merged ? new Decision(OfOrder, merged) : null;

    private static HostJob Looking(HostJob job, Fleet? look)
    {
        var looked = job.Again();
        looked.Look = look;
        looked.FailedLooks = look is null ? 2 : 0;
        return looked;
    }

    /// <summary>
    /// Notes what the rows would be after the delivery, for the alerts behind it. What would be sent to Nova counts as done. What is said after all of a host that was
    /// to be unset at once; null where nothing else is.
    /// </summary>
    private Verdict? Take(LedgerTransaction transaction, HostJob job, Fleet? look)
    {
        var looked = Looking(job, look);
        var next = transaction.Next();
        var step = decider.Decide(next, job, AttemptId);
        if (step is HostStep.Look)
        {
            next = transaction.Next();
            step = decider.Decide(next, looked, AttemptId);
        }

        transaction.Take(next);
        if (step is HostStep.GoOn)
        {
            next = transaction.Next();
            (looked.IsTaken, looked.Planned) = (true, job.Planned ?? looked.Planned);
            step = decider.Decide(next, looked, AttemptId);
            transaction.Take(next);
            return step is HostStep.Answer { Verdict: { Kind: not VerdictKind.Unset } verdict } ? verdict : null;
        }

        if (step is HostStep.Send send)
        {
            next = transaction.Next();
            decider.Write(next, job.Host, decider.OutcomeOf(send, new ForceDownReply { Status = ForceDownStatus.Done }, clock.GetUtcNow()));
            transaction.Take(next);
        }

        return null;
    }

    private Explanation Of(AlertEvent alert, string? host, Decision decision, Situation situation)
    {
        var verdict = decision.Verdict ?? fleet.Unlisted(VerdictKind.Failed, "Nova could not be asked how the host is");
        return new Explanation
        {
            Fingerprint = alert.Fingerprint,
            Host = host,
            Verdict = verdict.Kind,
            Reason = verdict.Text,
            Rule = decision.Rule,
            Values = JsonSerializer.SerializeToElement(HostDecider.Seen(situation), RowsJson.Plain.SeenSituation),
        };
    }
}

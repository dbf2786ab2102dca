using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <inheritdoc />
internal sealed class Explainer(NovaFenceOptions options, LedgerCache ledger, FleetCache fleet, RouteTable routes, HostDecider decider, HostReconciler reconciler, Fencer fencer, TimeProvider clock) : IExplainer
{
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

    private List<Explanation> Explain(LedgerTransaction transaction, IReadOnlyList<AlertEvent> alerts, Cloud.Fleet? look, Dictionary<string, HostReading> readings, Dictionary<string, HashSet<Evidence>> asked)
    {
        var explained = new List<Explanation>(alerts.Count);
        foreach (var alert in alerts)
        {
            var now = clock.GetUtcNow();
            var named = HostResolver.Resolve(alert, options.Hosts, look ?? fleet.Current);
            var hosts = transaction.Identity(alert.Receiver, alert.Fingerprint)?.Hosts ?? (named is HostResolution.Found found ? [found.Host.Name] : []);
            if (hosts.Count == 0 || routes.IsWatchdog(alert))
            {
                explained.Add(Of(alert, Fencer.NameIn(named), fencer.SituationOf(alert, named, now)));
                continue;
            }

            var scratch = transaction.Next();
            var job = new HostJob(hosts[0], DateTimeOffset.MinValue, Deadline.In(TimeSpan.FromSeconds(1), clock))
            {
                Alert = alert,
                NamedBy = named is HostResolution.Found own && string.Equals(own.Host.Name, hosts[0], StringComparison.OrdinalIgnoreCase) ? own.From : null,
                Look = look,
                FailedLooks = look is null ? 2 : 0,
                AnotherHost = Fencer.OtherThan(hosts, alert, named),
                Reading = readings.GetValueOrDefault(hosts[0]),
            };
            var situation = decider.SituationOf(scratch, job, now);
            if (situation is { Status: AlertStatus.Firing, Route.Evidence: { IsRead: true } evidence } && evidence.Outstanding(situation.Facts).ToList() is { Count: > 0 } parts)
            {
                asked.TryAdd(hosts[0], []);
                asked[hosts[0]].UnionWith(parts);
            }

            explained.Add(Of(alert, hosts[0], situation));
            var next = transaction.Next();
            decider.Decide(next, job, "explained");
            transaction.Take(next);
        }

        return explained;
    }

    private Explanation Of(AlertEvent alert, string? host, Situation situation)
    {
        var decision = decider.DecideReading(situation, isJustRead: true);
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

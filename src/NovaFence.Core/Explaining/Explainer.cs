using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Explaining;

/// <inheritdoc />
internal sealed class Explainer(NovaFenceOptions options, Book book, FleetRegistry fleet, Intake intake) : IExplainer
{
    /// <inheritdoc />
    public async Task<LedgerResult<IReadOnlyList<Explanation>>> ExplainAsync(IReadOnlyList<AlertEvent> alerts, CancellationToken cancellationToken)
    {
        var known = await fleet.GetAsync(cancellationToken);
        // The page is never stored.
        return await book.ReadAsync<IReadOnlyList<Explanation>>(page => Explain(page, alerts, known), cancellationToken) switch
        {
            BookResult<IReadOnlyList<Explanation>>.Done done => new LedgerResult<IReadOnlyList<Explanation>>.Ok(done.Value),
            BookResult<IReadOnlyList<Explanation>>.Unavailable unavailable => new LedgerResult<IReadOnlyList<Explanation>>.Unavailable(unavailable.Why),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };
    }

    private List<Explanation> Explain(Page page, IReadOnlyList<AlertEvent> alerts, Fleet known)
    {
        var explained = new List<Explanation>(alerts.Count);
        foreach (var alert in alerts)
        {
            var scratch = page.Next();
            var seen = intake.See(scratch, alert, HostResolver.Resolve(alert, options.Hosts.EffectiveLabels, known));
            var (rule, verdict) = Decider.Explain(alert, seen.Situation);
            explained.Add(new Explanation
            {
                Fingerprint = alert.Fingerprint,
                Host = seen.Name,
                Verdict = verdict.Kind,
                Reason = verdict.Text,
                Rule = rule,
                Values = JsonSerializer.SerializeToElement(Intake.Seen(alert, seen.Situation), BookJson.Plain.SeenSituation),
            });
            var next = page.Next();
            intake.Take(next, alert, seen.Situation.Resolution, "explained");
            page.Take(next);
        }

        return explained;
    }
}

using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Http.Tests.Infrastructure;

internal sealed class ScriptedExplainer : IExplainer
{
    public List<AlertEvent> Asked { get; } = [];

    public string? Outage { get; set; }

    public Task<LedgerResult<IReadOnlyList<Explanation>>> ExplainAsync(IReadOnlyList<AlertEvent> alerts, CancellationToken cancellationToken)
    {
        Asked.AddRange(alerts);
        return Task.FromResult<LedgerResult<IReadOnlyList<Explanation>>>(Outage is { } why
            ? new LedgerResult<IReadOnlyList<Explanation>>.Unavailable(why)
            : new LedgerResult<IReadOnlyList<Explanation>>.Ok([.. alerts.Select(Explain)]));
    }

    private static Explanation Explain(AlertEvent alert) => new()
    {
        Fingerprint = alert.Fingerprint,
        Host = alert.NamedHost ?? (alert.Mentions is [var first, ..] ? first.Text : null) ?? alert.Labels.GetValueOrDefault("host"),
        Verdict = VerdictKind.Held,
        Reason = "no evidence: why",
        Rule = "evidence",
        Values = JsonElement.Parse("""{"fleet_size":5}"""),
    };
}

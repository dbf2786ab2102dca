using System.Text.Json.Nodes;
using NovaFence.Core.Ledger;

namespace NovaFence.TestPrograms.Crashing;

/// <summary>The real ledger, and death before or after the commit of an intent or an outcome.</summary>
internal sealed class DeadlyLedger(ILedger inner, Killer killer) : ILedger
{
    public async Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        Look(commit, KillStep.BeforeIntent, KillStep.BeforeOutcome);
        var result = await inner.CommitAsync(commit, cancellationToken);
        if (result is CommitResult.Committed)
            Look(commit, KillStep.AfterIntent, KillStep.AfterOutcome);
        return result;
    }

    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken) => inner.ReadAllAsync(cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        inner.ReadAsync(keys, cancellationToken);

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(host, limit, cancellationToken);

    public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        inner.RemoveEventsAsync(before, limit, cancellationToken);

    private void Look(LedgerCommit commit, KillStep intent, KillStep outcome)
    {
        foreach (var happened in commit.Events.Select(entry => JsonNode.Parse(entry.Json)!))
        {
            var down = happened["verdict"]?.GetValue<string>() == "force-down";
            switch (happened["kind"]?.GetValue<string>())
            {
                case "intent":
                    killer.Reach(intent, down);
                    break;
                case "outcome":
                    killer.Reach(outcome, down);
                    break;
            }
        }
    }
}

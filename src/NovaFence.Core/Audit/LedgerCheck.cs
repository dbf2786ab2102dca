using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Audit;

/// <summary>Whether the ledger can be read and written, by doing so as a decision would.</summary>
internal sealed class LedgerCheck(ILedger ledger, LedgerCache cache, RunningAttempts running, TimeProvider clock)
{
    /// <summary>Most damaged rows that are named.</summary>
    internal const int MostNamed = 5;

    private const string Read = CheckLine.LedgerRead;
    private const string Write = CheckLine.LedgerWrite;
    private const string ToDo = "Look at NovaFence:Ledger: is the path or the endpoint right, and may this user read and write there?";

    internal async Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken)
    {
        if (await ledger.InitializeAsync(cancellationToken) is LedgerResult<bool>.Unavailable closed)
            return [CheckLine.Failed(Read, closed.Why, ToDo)];
        if (await cache.ReadAsync(transaction => transaction.Records().Count(), cancellationToken) is not LedgerResult<int>.Ok { Value: var records })
            return [CheckLine.Failed(Read, "The ledger cannot be read.", ToDo)];
        var damaged = cache.Remembered is { } rows ? [.. rows.UnreadableShared(), .. rows.UnreadableRows()] : (List<string>)[];

        var happened = new DecisionEvent { Kind = "check", At = clock.GetUtcNow(), Instance = running.Instance, Verdict = VerdictKind.Ignored, Reason = "novafence check wrote this" };
        var written = await cache.ChangeAsync(
            transaction =>
            {
                transaction.Append(DecisionEvent.NoHost, happened);
                return true;
            },
            cancellationToken);
        return
        [
            damaged.Count == 0
                ? CheckLine.Ok(Read, FormattableString.Invariant($"It can be read; it holds the records of {records} hosts."))
                : CheckLine.Failed(
                    Read,
                    $"These rows are not as NovaFence writes them: {Excerpt.Names(damaged, MostNamed)}.",
                    "Restore the ledger from before somebody changed them: nothing is done that needs them."),
            written is LedgerResult<bool>.Unavailable unavailable
                ? CheckLine.Failed(Write, unavailable.Why, ToDo)
                : CheckLine.Ok(Write, "It can be written."),
        ];
    }
}

using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Checking;

/// <summary>Whether the ledger can be read and written, by doing so as a decision would.</summary>
internal sealed class LedgerCheck(ILedger ledger, Book book, RunningAttempts running, TimeProvider clock)
{
    private const string Read = "ledger: read";
    private const string Write = "ledger: write";
    private const string ToDo = "Look at NovaFence:Ledger: is the path or the endpoint right, and may this user read and write there?";

    internal async Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken)
    {
        if (await ledger.InitializeAsync(cancellationToken) is LedgerResult<bool>.Unavailable closed)
            return [CheckLine.Failed(Read, closed.Why, ToDo)];
        if (await book.ReadAsync(page => page.Records().Count(), cancellationToken) is not BookResult<int>.Done { Value: var records })
            return [CheckLine.Failed(Read, "The ledger cannot be read.", ToDo)];

        var happened = new FenceEvent { Kind = "check", At = clock.GetUtcNow(), Instance = running.Instance, Verdict = VerdictKind.Ignored, Reason = "novafence check wrote this" };
        var written = await book.ChangeAsync(
            page =>
            {
                page.Append(FenceEvent.NoHost, happened);
                return true;
            },
            cancellationToken);
        return
        [
            CheckLine.Ok(Read, FormattableString.Invariant($"It can be read; it holds the records of {records} hosts.")),
            written is BookResult<bool>.Unavailable unavailable
                ? CheckLine.Failed(Write, unavailable.Why, ToDo)
                : CheckLine.Ok(Write, "It can be written."),
        ];
    }
}

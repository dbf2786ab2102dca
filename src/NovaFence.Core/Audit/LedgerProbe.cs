using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Audit;

/// <summary>The row that shows that the ledger can be written; the next one replaces it, and the audit removes one that nobody replaces.</summary>
/// <param name="At">When it was written.</param>
/// <param name="By">The instance.</param>
internal sealed record Probed(DateTimeOffset At, string By);

/// <inheritdoc />
internal sealed class LedgerProbe(ILedger ledger, LedgerCache cache, FleetCache fleet, RunningAttempts running, TimeProvider clock) : ILedgerProbe
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Task<string?>? _running;
    private long? _writtenAt;
    private int _refusals;

    /// <inheritdoc />
    public async Task<string?> WriteAsync(CancellationToken cancellationToken)
    {
        if (!fleet.Current.IsListed || fleet.IsOfAnotherCloud)
            return null;
        Task<string?> write;
        lock (_gate)
        {
            // Whoever was refused meanwhile knows more than a row that was written before.
            if (_writtenAt is { } at && clock.GetElapsedTime(at) < Between && cache.Refusals == _refusals)
                return null;
            if (_running is null or { IsCompleted: true })
                _running = WriteNowAsync();
            write = _running;
        }

        return await write.WaitAsync(cancellationToken);
    }

    private async Task<string?> WriteNowAsync()
    {
        var refusals = cache.Refusals;
        // Also whether this edition may still write there: a later one may have taken the ledger over.
        if (await ledger.InitializeAsync(CancellationToken.None) is LedgerResult<bool>.Unavailable closed)
            return closed.Why;
        var written = await cache.ChangeAsync(
            transaction =>
            {
                // A row can be written to a ledger that was made anew under this process, and no delivery be taken.
                transaction.Rely(LedgerKey.Audit);
                transaction.Write(new Probed(clock.GetUtcNow(), running.Instance));
                return true;
            },
            CancellationToken.None);
        if (written is LedgerResult<bool>.Unavailable unavailable)
            return unavailable.Why;
        lock (_gate)
            (_writtenAt, _refusals) = (clock.GetTimestamp(), refusals);
        return null;
    }
}

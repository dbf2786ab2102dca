using NovaFence.Core.Ledger;

namespace NovaFence.Core.Audit;

/// <inheritdoc />
internal sealed class AuditWatch(Auditor auditor, LedgerCache ledger, AuditTimes times, TimeProvider clock) : IAuditWatch
{
    // 1 while this process makes up for one.
    private int _makesUp;

    /// <inheritdoc />
    public bool MayBeMissed => Volatile.Read(ref _makesUp) == 0 && MayTry && ledger.Remembered is { } rows && times.IsMissed(rows.Audit(), clock.GetUtcNow());

    /// <inheritdoc />
    public async Task<AuditHealth> LookAsync(CancellationToken cancellationToken)
    {
        // Nothing is written, so what is looked at is read from the ledger.
        var read = await ledger.ChangeAsync(transaction => (transaction.Audit(), transaction.AuditClaim()), cancellationToken);
        if (read is not LedgerResult<(AuditSummary?, AuditClaim?)>.Ok { Value: var (last, claim) })
            return new AuditHealth(Runs: true, $"whether audits run is not known: {((LedgerResult<(AuditSummary?, AuditClaim?)>.Unavailable)read).Why}");
        if (times.IsMissed(last, clock.GetUtcNow()))
        {
            var begun = claim is null ? "" : $"; one was begun at {claim.StartedAt:u} by {claim.By}, and has not ended";
            return new AuditHealth(Runs: false, last is null ? $"no audit has run yet{begun}" : FormattableString.Invariant($"no audit has run since {last.At:u}{begun}"));
        }

        // What could not be written is not in the ledger, and is so all the same.
        if (auditor.Last is { Failure: { } own } unkept && unkept.At > last?.At)
            return new AuditHealth(Runs: true, FormattableString.Invariant($"the audit of {unkept.At:u} could not be carried out: {own}"));
        return new AuditHealth(Runs: true, last?.Failure is { } failure ? FormattableString.Invariant($"the audit of {last.At:u} could not be carried out: {failure}") : null);
    }

    /// <inheritdoc />
    public async Task RunIfMissedAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _makesUp, 1, 0) != 0)
            return;
        try
        {
            if (MayTry)
                await auditor.RunAsync(times.IsMissed, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _makesUp, 0);
        }
    }

    /// <inheritdoc />
    public Task RunAtStartAsync(CancellationToken cancellationToken) => auditor.RunAsync(times.IsDueAtStart, cancellationToken);

    /// <summary>Anybody may probe, and not every audit that is tried is kept: of another cloud's ledger, or while ours is away, none is.</summary>
    private bool MayTry => times.MayTryAgain(auditor.TriedAt, clock.GetUtcNow());
}

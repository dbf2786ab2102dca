using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>Who audits: one at a time over all instances, by a row of the ledger that is written conditionally.</summary>
internal sealed class AuditClaims(LedgerCache ledger, RunningAttempts running, NovaFenceOptions options, TimeProvider clock)
{
    /// <summary>An audit that was given back, or whose claim ran out, longer ago is not gone on with: what it did is too old.</summary>
    private static readonly TimeSpan ResumeWithin = TimeSpan.FromMinutes(3);

    /// <summary>Longest time for one host, whatever Nova and the ledger do.</summary>
    internal TimeSpan OneHost => (options.Fencing.PutDeadline * 2) + options.Fencing.OutcomeReserve;

    /// <summary>So long a claim lasts without being renewed: longer than the time between two hosts.</summary>
    internal TimeSpan Lasts => OneHost + options.Fencing.Lease;

    /// <summary>When a claim that lasts until then is renewed: half a lease after it was taken or renewed.</summary>
    internal DateTimeOffset RenewAt(DateTimeOffset until) => until - OneHost - (options.Fencing.Lease / 2);

    /// <summary>Whether another audit has the claim. Reads that row alone; false also where the ledger does not answer.</summary>
    internal async Task<bool> IsTakenAsync(CancellationToken cancellationToken) => await ledger.ChangeAsync(
        transaction => transaction.AuditClaim() is { } claim && IsLive(claim, clock.GetUtcNow()),
        cancellationToken) is LedgerResult<bool>.Ok { Value: true };

    /// <summary>Takes the claim, or only looks whether it could be taken. Another one's where that stands; null where no audit is due.</summary>
    /// <param name="id">This run's id, among <see cref="RunningAttempts"/>.</param>
    /// <param name="fromTheStart">Whether one that was cut off is begun anew.</param>
    /// <param name="isDue">Whether one is due, by the last one and now; null where it always is.</param>
    /// <param name="onlyLooks">Whether nothing is written.</param>
    internal Task<LedgerResult<AuditClaim?>> TakeAsync(string id, bool fromTheStart, Func<AuditSummary?, DateTimeOffset, bool>? isDue, bool onlyLooks) => ledger.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            var now = clock.GetUtcNow();
            if (isDue is not null)
            {
                // Another instance may have audited since.
                transaction.Rely(LedgerKey.Audit);
                if (!isDue(transaction.Audit(), now))
                    return null;
            }

            var before = transaction.AuditClaim();
            if (before is not null && before.Id != id && IsLive(before, now))
                return before;
            var goesOn = !fromTheStart && before is { DoneTo: not null } && now - before.Until < ResumeWithin;
            var claim = new AuditClaim(id, running.Instance, goesOn ? before!.StartedAt : now, now + Lasts) { DoneTo = goesOn ? before!.DoneTo : null };
            if (!onlyLooks)
                transaction.Write(claim);
            return claim;
        },
        CancellationToken.None);

    /// <summary>Makes the claim last on, and says up to which host everything is done: a process that is killed gives nothing back. False where another instance has taken over meanwhile.</summary>
    internal async Task<bool> RenewAsync(string id, string? doneTo) => await ledger.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            if (transaction.AuditClaim() is not { } claim || claim.Id != id)
                return false;
            transaction.Write(claim with { Until = clock.GetUtcNow() + Lasts, DoneTo = doneTo ?? claim.DoneTo });
            return true;
        },
        CancellationToken.None) is not LedgerResult<bool>.Ok { Value: false };

    /// <summary>Gives the claim back of an audit that was cut off, so that the next one goes on behind this host.</summary>
    internal Task GiveBackAsync(string id, string? doneTo) => ledger.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            if (transaction.AuditClaim() is { } claim && claim.Id == id)
                transaction.Write(claim with { Until = clock.GetUtcNow(), DoneTo = doneTo ?? claim.DoneTo });
            return true;
        },
        CancellationToken.None);

    /// <summary>Removes the claim of an audit that did nothing.</summary>
    internal Task DropAsync(string id) => ledger.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            if (transaction.AuditClaim()?.Id == id)
                transaction.RemoveAuditClaim();
            return true;
        },
        CancellationToken.None);

    /// <summary>
    /// Whether somebody may be at it: another instance whose claim has not run out, or this process. None lasts as long as one that was written by a clock that
    /// was ahead: an instance that was killed then would keep all others from auditing until that time has come.
    /// </summary>
    private bool IsLive(AuditClaim claim, DateTimeOffset now) => claim.Until > now && !options.Fencing.IsAhead(claim.Until, now + Lasts) && (claim.By != running.Instance || running.IsRunning(claim.Id));
}

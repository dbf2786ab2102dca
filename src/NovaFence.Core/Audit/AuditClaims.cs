using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>Who audits: one at a time over all instances, by a row of the ledger that is written conditionally.</summary>
internal sealed class AuditClaims(LedgerCache ledger, RunningAttempts running, NovaFenceOptions options, TimeProvider clock)
{
    /// <summary>An audit that was cut off longer ago is not gone on with: what it did is too old.</summary>
    private static readonly TimeSpan ResumeWithin = TimeSpan.FromMinutes(3);

    /// <summary>Longest time for one host, whatever Nova and the ledger do.</summary>
    internal TimeSpan OneHost => (options.Fencing.PutDeadline * 2) + options.Fencing.OutcomeReserve;

    /// <summary>So long a claim lasts without being renewed: longer than the time between two hosts.</summary>
    internal TimeSpan Lasts => OneHost + options.Fencing.Lease;

    /// <summary>Takes the claim. Another one's where that stands; null where no audit is due.</summary>
    /// <param name="id">This run's id, among <see cref="RunningAttempts"/>.</param>
    /// <param name="fromTheStart">Whether one that was cut off is begun anew.</param>
    /// <param name="isDue">Whether one is due, by the last one and now; null where it always is.</param>
    internal Task<LedgerResult<AuditClaim?>> TakeAsync(string id, bool fromTheStart, Func<AuditSummary?, DateTimeOffset, bool>? isDue) => ledger.ChangeAsync(
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
            var goesOn = !fromTheStart && before is { DoneTo: not null } && now - before.StartedAt < ResumeWithin;
            var claim = new AuditClaim(id, running.Instance, goesOn ? before!.StartedAt : now, now + Lasts) { DoneTo = goesOn ? before!.DoneTo : null };
            transaction.Write(claim);
            return claim;
        },
        CancellationToken.None);

    /// <summary>Makes the claim last on. False where another instance has taken over meanwhile.</summary>
    internal async Task<bool> RenewAsync(string id) => await ledger.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            if (transaction.AuditClaim() is not { } claim || claim.Id != id)
                return false;
            transaction.Write(claim with { Until = clock.GetUtcNow() + Lasts });
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

    /// <summary>Whether somebody may be at it: another instance whose claim has not run out, or this process.</summary>
    private bool IsLive(AuditClaim claim, DateTimeOffset now) => claim.Until > now && (claim.By != running.Instance || running.IsRunning(claim.Id));
}

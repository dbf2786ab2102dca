using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;

namespace NovaFence.Http.Tests.Infrastructure;

internal sealed class ScriptedAuditor : IAuditor, IAuditHistory
{
    public AuditReport? Next { get; set; }

    public AuditReport? Last { get; private set; }

    public int Runs { get; private set; }

    public string? LedgerIsAway { get; set; }

    /// <summary>What earlier audits found, newest first.</summary>
    public IList<AuditReport> Earlier { get; } = [];

    public Task<LedgerResult<IReadOnlyList<AuditReport>>> RecentAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<LedgerResult<IReadOnlyList<AuditReport>>>(
        LedgerIsAway is { } why
            ? new LedgerResult<IReadOnlyList<AuditReport>>.Unavailable(why)
            : new LedgerResult<IReadOnlyList<AuditReport>>.Ok([.. (Last is null ? [] : Earlier.Prepend(Last)).Take(limit)]));

    public Task<AuditReport> RunAsync(CancellationToken cancellationToken)
    {
        Runs++;
        Last = Next ?? throw new InvalidOperationException("no audit was scripted");
        return Task.FromResult(Last);
    }
}

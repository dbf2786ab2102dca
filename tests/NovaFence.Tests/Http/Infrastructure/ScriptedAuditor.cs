using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;

namespace NovaFence.Http.Tests.Infrastructure;

internal sealed class ScriptedAuditor : IAuditor, IAuditHistory, IAuditWatch
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

    public Task<AuditReport> RunAskedAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    public bool MayBeMissed { get; set; }

    public AuditHealth Health { get; set; } = new(Runs: true, Why: null);

    /// <summary>What an audit that was missing does.</summary>
    public Func<CancellationToken, Task> MakesUp { get; set; } = _ => Task.CompletedTask;

    public Task<AuditHealth> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Health);

    public Task RunIfMissedAsync(CancellationToken cancellationToken) => MakesUp(cancellationToken);

    public Task RunAtStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

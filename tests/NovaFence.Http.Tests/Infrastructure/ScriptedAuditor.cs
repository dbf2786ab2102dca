using NovaFence.Core.Auditing;

namespace NovaFence.Http.Tests.Infrastructure;

internal sealed class ScriptedAuditor : IAuditor
{
    public AuditReport? Next { get; set; }

    public AuditReport? Last { get; private set; }

    public int Runs { get; private set; }

    public Task<AuditReport> RunAsync(CancellationToken cancellationToken)
    {
        Runs++;
        Last = Next ?? throw new InvalidOperationException("no audit was scripted");
        return Task.FromResult(Last);
    }
}

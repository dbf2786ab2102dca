using NovaFence.Core.Audit;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutAudit() : Break("audit", 6, "the audit does nothing and finds nothing")
{
    internal override IAuditor Of(IAuditor auditor, IServiceProvider services) => new Idle();

    private sealed class Idle : IAuditor
    {
        public Task<AuditReport> RunAsync(CancellationToken cancellationToken) => Task.FromResult(new AuditReport { At = DateTimeOffset.UnixEpoch });

        public Task<AuditReport> RunAskedAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);
    }
}

using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutForeigners() : Break("foreign", 2, "the audit unsets what somebody else forced down")
{
    internal override IAuditor Of(IAuditor auditor, IServiceProvider services) => new Tidy(auditor, services.GetRequiredService<ICloud>());

    private sealed class Tidy(IAuditor auditor, ICloud cloud) : IAuditor
    {
        public async Task<AuditReport> RunAsync(CancellationToken cancellationToken)
        {
            var report = await auditor.RunAsync(cancellationToken);
            if (await cloud.ListComputeServicesAsync(cancellationToken) is CloudListing.Listed { Services: var services })
            {
                foreach (var service in services.Where(service => report.Findings.Any(finding => finding.Host == service.Host.Name && finding.Kind == FindingKind.Foreign)))
                    await cloud.SetForcedDownAsync(service.Host, false, StatusChange.Keep, cancellationToken);
            }

            return report;
        }

        public Task<AuditReport> RunAskedAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);
    }
}

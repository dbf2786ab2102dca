namespace NovaFence.Core.Audit;

/// <summary>Brings the record and the cloud to agree, or says why they do not.</summary>
public interface IAuditor
{
    /// <summary>One list call to Nova, one read of the ledger, one finding per host; finishes what was left between intent and outcome.</summary>
    Task<AuditReport> RunAsync(CancellationToken cancellationToken);
}

namespace NovaFence.Core.Audit;

/// <summary>Brings the record and the cloud to agree, or says why they do not. One audit runs at a time, over all instances.</summary>
public interface IAuditor
{
    /// <summary>
    /// One list call to Nova, one read of the ledger, one finding per host; finishes what was left between intent and outcome. Where another audit runs it
    /// does nothing, and the report says so (<see cref="AuditReport.IsElsewhere"/>).
    /// </summary>
    /// <param name="cancellationToken">When it fires, the hosts that are left are left to the next audit, which goes on with them.</param>
    Task<AuditReport> RunAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The same because a person asks for it: waits for another audit to end, begins with the first host, and also tries what waits for its back-off.
    /// </summary>
    Task<AuditReport> RunAskedAsync(CancellationToken cancellationToken);
}

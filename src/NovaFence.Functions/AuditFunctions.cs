using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Core.Audit;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>The audit: by the clock, and when somebody asks for it.</summary>
public sealed class AuditFunctions(IAuditor auditor, NovaFenceEndpoints endpoints)
{
    /// <summary>
    /// By <see cref="TimerSchedule.Setting"/>. No retry policy: the next audit is the retry. One instance runs it at a time, and one that was missed
    /// while the app was down is made up for at the start.
    /// </summary>
    [Function("Audit")]
    public Task Audit([TimerTrigger($"%{TimerSchedule.Setting}%")] TimerInfo timer, CancellationToken cancellationToken) =>
        auditor.RunAsync(cancellationToken);

    /// <summary><c>GET /api/audit</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.ShowAudit))]
    public Task ShowAudit([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit")] HttpRequest request) =>
        endpoints.ShowAudit(request.HttpContext);

    /// <summary><c>POST /api/audit</c>.</summary>
    [Function(nameof(NovaFenceEndpoints.RunAudit))]
    public Task RunAudit([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/audit")] HttpRequest request) =>
        endpoints.RunAudit(request.HttpContext);
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Audit;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// Makes up for audits that did not run: a timer may have died, and an app on Azure Functions may have none. Whoever delivers or asks for readiness starts one,
/// after its answer, so that nobody waits for it.
/// </summary>
internal sealed partial class MissedAudit(IAuditWatch watch, IHostApplicationLifetime lifetime, ILogger<MissedAudit> logger)
{
    /// <summary>Gives the answer, and then runs the audit that may be missing.</summary>
    public async Task AfterAsync(HttpContext context, Func<Task> answer)
    {
        if (!watch.MayBeMissed)
        {
            await answer();
            return;
        }

        // HTTP/1.1 has one request at a time on a connection: another one on this connection would wait until the audit has ended.
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        await answer();
        try
        {
            await context.Response.CompleteAsync();
            await watch.RunIfMissedAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The next process runs an audit when it starts.
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            Log.Failed(logger, defect);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4111, LogLevel.Error, "An audit that was missing broke off; the next delivery or probe tries it again")]
        public static partial void Failed(ILogger logger, Exception defect);
    }
}

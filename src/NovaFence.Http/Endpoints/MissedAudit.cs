using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Audit;
using NovaFence.Core.Notify;
using NovaFence.Core.Telemetry;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// Makes up for audits that did not run: a timer may have died, and an app on Azure Functions may have none. Whoever delivers or asks for readiness starts one,
/// after its answer, so that nobody waits for it. Where no timer of the process tells the receivers of notifications, they are told then too.
/// </summary>
internal sealed partial class MissedAudit(IAuditWatch watch, IOutbox outbox, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<MissedAudit> logger)
{
    /// <summary>So long receivers are told after an answer; what is left is told after the next one, or by the audit.</summary>
    private static readonly TimeSpan NotifiesFor = TimeSpan.FromSeconds(10);

    /// <summary>Gives the answer, and then does what is missing.</summary>
    public async Task AfterAsync(HttpContext context, Func<Task> answer)
    {
        var tells = !outbox.HasTimer && outbox.MayHaveSome;
        if (!watch.MayBeMissed && !tells)
        {
            await answer();
            return;
        }

        // HTTP/1.1 has one request at a time on a connection: another one on this connection would wait until all of it has ended.
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        await answer();
        try
        {
            await context.Response.CompleteAsync();
            if (tells)
                await TellAsync();
            if (watch.MayBeMissed)
                await watch.RunIfMissedAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The next process runs an audit when it starts.
        }
        catch (Exception defect)
        {
            DefectLine.Write(logger, defect, Log.Failed);
        }
    }

    private async Task TellAsync()
    {
        using var within = new CancellationTokenSource(NotifiesFor, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, lifetime.ApplicationStopping);
        try
        {
            await outbox.RunDueAsync(either.Token);
        }
        catch (OperationCanceledException) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The next answer, or the audit, goes on with what is left.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4111, LogLevel.Error, "An audit that was missing broke off; the next delivery or probe tries it again")]
        public static partial void Failed(ILogger logger, Exception defect);
    }
}

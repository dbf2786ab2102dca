using Microsoft.AspNetCore.Http;
using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>The audit: the last ones, and one now.</summary>
internal sealed class AuditEndpoints(IAuditor auditor, IAuditHistory history, RequestedWork work, AnswerWriter answers)
{
    /// <summary>How many audits, unless told otherwise.</summary>
    public const int DefaultLimit = 20;

    public async Task ShowAsync(HttpContext context)
    {
        if (!Limit.TryRead(context.Request, DefaultLimit, out var limit))
        {
            await answers.WriteAsync(context, Limit.Unreadable());
            return;
        }

        await work.DoAsync(RequestedWork.WithinQuestion);
        switch (await history.RecentAsync(limit, context.RequestAborted))
        {
            case LedgerResult<IReadOnlyList<AuditReport>>.Ok { Value: { Count: > 0 } reports }:
                await answers.WriteAsync(
                    context, StatusCodes.Status200OK, AuditAnswer.Of(reports), AnswersJson.Readable.AuditAnswer);
                break;
            case LedgerResult<IReadOnlyList<AuditReport>>.Unavailable unavailable:
                await answers.WriteAsync(context, Problem.Unavailable(unavailable.Why));
                break;
            default:
                await answers.WriteAsync(context, Problem.NoAuditYet());
                break;
        }
    }

    public async Task RunAsync(HttpContext context)
    {
        await work.DoAsync(RequestedWork.WithinQuestion);
        var report = await auditor.RunAskedAsync(context.RequestAborted);
        var status = report.Failure is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await answers.WriteAsync(context, status, AuditAnswer.Of(report), AnswersJson.Readable.AuditAnswer);
    }
}

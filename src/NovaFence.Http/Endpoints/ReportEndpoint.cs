using Microsoft.AspNetCore.Http;
using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>What was done of each host over some time, what would have been done, and what was held.</summary>
internal sealed class ReportEndpoint(IReport report, RequestedWork work, AnswerWriter answers, TimeProvider clock)
{
    public async Task ShowAsync(HttpContext context)
    {
        var asked = ReportQuery.Since.Of(context.Request);
        if (asked.Count > 1 || !ReportQuery.TrySince(asked.Count == 0 ? null : asked[0], clock.GetUtcNow(), out var since))
        {
            await answers.WriteAsync(context, Problem.Unreadable($"since is {ReportQuery.SinceForms}."));
            return;
        }

        await work.DoAsync(RequestedWork.WithinQuestion);
        switch (await report.ReadAsync(since.Value, context.RequestAborted))
        {
            case LedgerResult<Report>.Ok ok:
                await answers.WriteAsync(context, StatusCodes.Status200OK, ok.Value, AnswersJson.Readable.Report);
                break;
            case LedgerResult<Report>.Unavailable unavailable:
                await answers.WriteAsync(context, Problem.Unavailable(unavailable.Why));
                break;
        }
    }
}

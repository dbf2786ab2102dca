using Microsoft.AspNetCore.Http;
using NovaFence.Core.Auditing;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>The audit: the last one, and one now.</summary>
internal sealed class AuditEndpoints(IAuditor auditor, AnswerWriter answers)
{
    public Task ShowAsync(HttpContext context) =>
        auditor.Last is { } last
            ? answers.WriteAsync(context, StatusCodes.Status200OK, AuditAnswer.Of(last), AnswersJson.Readable.AuditAnswer)
            : answers.WriteAsync(context, Problem.NoAuditYet());

    public async Task RunAsync(HttpContext context)
    {
        var report = await auditor.RunAsync(context.RequestAborted);
        var status = report.Failure is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await answers.WriteAsync(context, status, AuditAnswer.Of(report), AnswersJson.Readable.AuditAnswer);
    }
}

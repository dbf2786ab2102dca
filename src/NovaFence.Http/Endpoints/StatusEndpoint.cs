using Microsoft.AspNetCore.Http;
using NovaFence.Core.Audit;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>How it is, in one look. 200 whatever is wrong: what is, is the answer.</summary>
internal sealed class StatusEndpoint(IStatus status, RequestedWork work, MissedAudit missed, AnswerWriter answers)
{
    public async Task ShowAsync(HttpContext context)
    {
        await work.DoAsync(RequestedWork.WithinQuestion);
        var found = await status.LookAsync(context.RequestAborted);
        await missed.AfterAsync(context, () => answers.WriteAsync(context, StatusCodes.Status200OK, found, AnswersJson.Readable.Status));
    }
}

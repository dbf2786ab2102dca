using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Telemetry;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;
using NovaFence.Http.Bodies;

namespace NovaFence.Http.Endpoints;

/// <summary>Lets a request in to its endpoint, or not, and answers for an endpoint that fails.</summary>
internal sealed partial class Doorkeeper(AccessGate gate, AnswerWriter answers, UnprovenLines unproven, ILogger<Doorkeeper> logger)
{
    public Task LetAsync(HttpContext context, EndpointDefinition endpoint, Func<HttpContext, Task> handle) =>
        LetAsync(context, endpoint.Name, endpoint.Access, handle);

    public async Task LetAsync(HttpContext context, string endpoint, EndpointAccess access, Func<HttpContext, Task> handle)
    {
        try
        {
            if ((Framing.Refuse(context) ?? gate.Refuse(context.Request, access)) is { } refusal)
            {
                if (unproven.TryTake())
                    Log.Refused(logger, endpoint, refusal.Status, refusal.Detail);
                await answers.WriteAsync(context, refusal);
                return;
            }

            if (access is EndpointAccess.Reader or EndpointAccess.Metrics or EndpointAccess.Operator)
                context.Features.Get<IConnectionUse>()?.Authenticated();
            await handle(context);

            // Who writes nothing has got no whole body. Left so, it would be an empty 200, and a client that only stopped sending can still read that.
            if (context.Response is { HasStarted: false, ContentLength: null })
                await answers.WriteAsync(context, Problem.Unavailable("The body did not come to its end; deliver it again."));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Probably nobody is there any more to be answered, but what was not done is never 200.
            if (!context.Response.HasStarted)
                await answers.WriteAsync(context, Problem.Unavailable("The client went away before the answer; ask again."));
        }
        catch (Exception defect) when (!context.Response.HasStarted)
        {
            DefectLine.Write(logger, defect, (log, failed) => Log.Failed(log, failed, endpoint));

            // A sender repeats a 503. After a 500 Azure Monitor would not, and the alert would be lost over a defect.
            await answers.WriteAsync(
                context,
                access == EndpointAccess.Sender ? Problem.Unavailable("Something went wrong here; deliver it again.")
                : defect is OutOfMemoryException ? Problem.Unavailable("There is no memory for this answer now; ask again, or for less.")
                : Problem.Broken());
        }
    }

    /// <summary>The same for the page, which looks at its session itself and has its own words for a defect.</summary>
    public async Task LetPageAsync(HttpContext context, string endpoint, Func<HttpContext, Task> handle, Func<HttpContext, Task> onDefect)
    {
        try
        {
            if (Framing.Refuse(context) is { } refusal)
                await answers.WriteAsync(context, refusal);
            else
                await handle(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception defect) when (!context.Response.HasStarted)
        {
            DefectLine.Write(logger, defect, (log, failed) => Log.Failed(log, failed, endpoint));
            await onDefect(context);
        }
    }

    /// <summary>Where the body ends is looked at here too: what hides behind it may be a request to a path that there is.</summary>
    public Task RefuseAsync(HttpContext context, Problem problem) => answers.WriteAsync(context, Framing.Refuse(context) ?? problem);

    public Task AnswerAsync(HttpContext context, AdditionalAnswer answer) => answer switch
    {
        AdditionalAnswer.Written => Task.CompletedTask,
        AdditionalAnswer.Done done => answers.WriteAsync(context, StatusCodes.Status200OK, done.Body, AnswersJson.Readable.JsonObject),
        AdditionalAnswer.UnknownHost unknown => answers.WriteAsync(context, Problem.UnknownHost(unknown.Detail)),
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    private static partial class Log
    {
        [LoggerMessage(4100, LogLevel.Warning, "{Endpoint}: refused with {Status}: {Detail}")]
        public static partial void Refused(ILogger logger, string endpoint, int status, string detail);

        [LoggerMessage(4101, LogLevel.Error, "{Endpoint} failed")]
        public static partial void Failed(ILogger logger, Exception defect, string endpoint);
    }
}

using Microsoft.AspNetCore.Http;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>Health checks, open to anybody; only those who may read learn what is missing.</summary>
internal sealed class HealthEndpoints(Readiness readiness, RequestedWork work, AccessGate gate, AnswerWriter answers)
{
    private const string Ok = "ok";
    private const string NotReady = "not ready";

    public Task LiveAsync(HttpContext context) => answers.WriteAsync(context, StatusCodes.Status200OK, new HealthAnswer(Ok), AnswersJson.Readable.HealthAnswer);

    public async Task ReadyAsync(HttpContext context)
    {
        await work.DoAsync(RequestedWork.WithinQuestion);
        var components = await readiness.CheckAsync(context.RequestAborted);
        var ready = components.All(component => component.Ok);
        if (!gate.MayRead(context.Request))
            components = [.. components.Select(component => component.WithoutDetails())];
        await answers.WriteAsync(
            context,
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new HealthAnswer(ready ? Ok : NotReady, components),
            AnswersJson.Readable.HealthAnswer);
    }
}

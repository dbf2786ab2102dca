using Microsoft.AspNetCore.Http;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>Health checks, open to anybody; only those who may read learn what is missing.</summary>
internal sealed class HealthEndpoints(Readiness readiness, RequestedWork work, MissedAudit missed, AccessGate gate, AnswerWriter answers)
{
    private const string Ok = "ok";
    private const string Degraded = "degraded";
    private const string NotReady = "not ready";

    /// <summary>What must be there besides this instance's own.</summary>
    public static QueryParameter Require { get; } = new("require", "cloud: 503 also while Keystone or Nova is away, in which another instance could do no better.");

    public Task LiveAsync(HttpContext context) => answers.WriteAsync(context, StatusCodes.Status200OK, new HealthAnswer(Ok), AnswersJson.Readable.HealthAnswer);

    public async Task ReadyAsync(HttpContext context)
    {
        var require = Require.Of(context.Request);
        if (require.Count > 1 || (require.Count == 1 && require[0] != Readiness.Cloud))
        {
            await answers.WriteAsync(context, Problem.Unreadable($"require is {Readiness.Cloud}, once."));
            return;
        }

        var mayRead = gate.MayRead(context.Request);
        if (mayRead)
            context.Features.Get<IConnectionUse>()?.Authenticated();
        await work.DoAsync(RequestedWork.WithinQuestion);
        var components = await readiness.CheckAsync(context.RequestAborted);
        var ready = components.All(component => component.Ok || (component.AwaySince is not null && require.Count == 0));
        var status = !ready ? NotReady : components.Any(component => component.IsDegraded || !component.Ok) ? Degraded : Ok;
        if (!mayRead)
            components = [.. components.Select(component => component.WithoutDetails())];
        await missed.AfterAsync(context, () => answers.WriteAsync(
            context,
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new HealthAnswer(status, components),
            AnswersJson.Readable.HealthAnswer));
    }
}

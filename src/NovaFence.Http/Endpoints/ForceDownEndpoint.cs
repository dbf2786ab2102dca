using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Http.Bodies;
using NovaFence.Http.Receivers;

namespace NovaFence.Http.Endpoints;

/// <summary>An operator's word over HTTP.</summary>
internal sealed class ForceDownEndpoint(IFencer fencer, BodyReader bodies, AnswerWriter answers, TimeProvider clock)
{
    private const int MaxBodyBytes = 16 * 1024;

    private static readonly TimeSpan BodyWithin = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for one command. A person waits longer than a webhook, but not for ever.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    public async Task CommandAsync(HttpContext context)
    {
        if (HostName.Of(context) is not { } host)
        {
            await answers.WriteAsync(context, Problem.UnknownHost());
            return;
        }

        if (MediaType.Refuse(context.Request) is { } refusal)
        {
            await answers.WriteAsync(context, refusal);
            return;
        }

        switch (await bodies.ReadAsync(context.Request, MaxBodyBytes, BodyWithin))
        {
            case BodyReading.Refused refused:
                await answers.WriteAsync(context, refused.Problem);
                break;
            case BodyReading.Whole whole:
                using (whole.Body)
                {
                    if (TryRead(whole.Body.Bytes.Span, out var request, out var problem))
                        await CarryOutAsync(context, new OperatorCommand(host, request.ForcedDown, request.Reason ?? "", "api") { Force = request.Force });
                    else
                        await answers.WriteAsync(context, problem);
                }

                break;
        }
    }

    private static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out ForceDownRequest? request, [NotNullWhen(false)] out Problem? problem)
    {
        request = null;
        problem = null;
        try
        {
            request = JsonSerializer.Deserialize(Utf8Bom.Skip(body), RequestsJson.Default.ForceDownRequest);
        }
        catch (JsonException)
        {
            request = null;
        }

        if (request is null)
            problem = Problem.Unreadable("""Send {"forced_down":true,"reason":"…"}: forced_down is true or false and required, reason is text, force is true or false, and there is nothing else.""");
        else if (request.Reason?.Length > OperatorCommand.MaxReasonLength)
            problem = Problem.Unreadable(FormattableString.Invariant($"reason is longer than {OperatorCommand.MaxReasonLength} characters."));
        return problem is null;
    }

    /// <summary>Not stopped when the operator's client goes away: a command once given is carried out.</summary>
    private async Task CarryOutAsync(HttpContext context, OperatorCommand command)
    {
        using var deadline = new CancellationTokenSource(AnswerWithin, clock);
        Outcome outcome;
        try
        {
            outcome = await fencer.CommandAsync(command, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            await answers.WriteAsync(context, Problem.Unavailable("It took too long. What was begun is in the ledger and the audit finishes it; or ask again."));
            return;
        }

        await answers.WriteAsync(
            context, StatusOf(outcome), new DeliveryAnswer { Outcomes = [OutcomeAnswer.Of(outcome, command)] }, AnswersJson.Readable.DeliveryAnswer);
    }

    /// <summary>A script must see from the status whether the host is now as it was asked to be.</summary>
    private static int StatusOf(Outcome outcome) => outcome switch
    {
        { MayPass: true } => StatusCodes.Status503ServiceUnavailable,
        { Verdict: { Kind: VerdictKind.Failed, Reason: Reason.UnknownHost } } => StatusCodes.Status404NotFound,
        { Verdict.Kind: VerdictKind.Recorded } => StatusCodes.Status202Accepted,
        { Verdict.Kind: VerdictKind.Held or VerdictKind.Failed } => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status200OK,
    };
}

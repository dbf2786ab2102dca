using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaFence.Core.Alerts;
using NovaFence.Core.Fencing;
using NovaFence.Http.Answers;
using NovaFence.Http.Bodies;
using NovaFence.Http.Options;

namespace NovaFence.Http.Receivers;

/// <summary>Takes a delivery, the same way for every sender: media type, size, raw bytes, authenticity, parse, act, answer.</summary>
internal sealed partial class Reception(
    IFencer fencer,
    BodyReader bodies,
    AnswerWriter answers,
    IOptions<ReceiversOptions> options,
    TimeProvider clock,
    ILogger<Reception> logger)
{
    public async Task TakeAsync(HttpContext context, IReceiver receiver)
    {
        var started = clock.GetTimestamp();
        var receivedAt = clock.GetUtcNow();
        if ((receiver.Off ?? MediaType.Refuse(context.Request)) is { } refusal)
        {
            await RefuseAsync(context, receiver, refusal);
            return;
        }

        // Half of the time is for the body, so that at least half remains to act in.
        switch (await bodies.ReadAsync(context.Request, options.Value.MaxBodyBytes, receiver.AnswerWithin / 2))
        {
            case BodyReading.Whole whole:
                Reading reading;
                using (whole.Body)
                {
                    var body = whole.Body.Bytes;
                    reading = receiver.Doubt(context.Request, body.Span) is { } doubt
                        ? new Reading.Refused(doubt)
                        : receiver.Read(body, receivedAt);
                }

                await ActAsync(context, receiver, reading, started);
                break;
            case BodyReading.Refused refused:
                await RefuseAsync(context, receiver, refused.Problem);
                break;
            default:
                Log.SenderLeft(logger, receiver.Name);
                break;
        }
    }

    private Task ActAsync(HttpContext context, IReceiver receiver, Reading reading, long started)
    {
        switch (reading)
        {
            case Reading.Refused refused:
                return RefuseAsync(context, receiver, refused.Problem);
            case Reading.Ignored ignored:
                if (ignored.Expected)
                    Log.Ignored(logger, receiver.Name, ignored.Fingerprint, ignored.Reason);
                else
                    Log.NotUnderstood(logger, receiver.Name, ignored.Fingerprint, ignored.Reason);
                return AnswerAsync(context, new DeliveryOutcome([ignored.Outcome with { Elapsed = clock.GetElapsedTime(started) }]), []);
            case Reading.Alerts { Events: [] } none:
                return AnswerAsync(context, new DeliveryOutcome([]), none.Warnings);
            case Reading.Alerts alerts:
                return DeliverAsync(context, receiver, alerts.Events, alerts.Warnings, started);
            default:
                throw new InvalidOperationException("a reading of no known kind");
        }
    }

    /// <summary>
    /// Acts, and is not stopped when the sender hangs up: what it told us is true all the same, and half a force-down would wait for the next
    /// audit. The receiver's time bounds it.
    /// </summary>
    private async Task DeliverAsync(HttpContext context, IReceiver receiver, IReadOnlyList<AlertEvent> alerts, IReadOnlyList<string> warnings, long started)
    {
        foreach (var warning in warnings)
            Log.Warning(logger, receiver.Name, warning);

        var remaining = receiver.AnswerWithin - clock.GetElapsedTime(started);
        var outcome = await fencer.DeliverAsync(alerts, remaining, CancellationToken.None);
        var elapsed = clock.GetElapsedTime(started).TotalMilliseconds;
        if (outcome.MustBeRepeated)
            Log.ToBeRepeated(logger, receiver.Name, alerts.Count, elapsed);
        else
            Log.Delivered(logger, receiver.Name, alerts.Count, elapsed);
        await AnswerAsync(context, outcome, warnings);
    }

    private Task AnswerAsync(HttpContext context, DeliveryOutcome outcome, IReadOnlyList<string> warnings) => answers.WriteAsync(
        context,
        outcome.MustBeRepeated ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
        new DeliveryAnswer
        {
            Outcomes = [.. outcome.Outcomes.Select(OutcomeAnswer.Of)],
            Warnings = warnings.Count > 0 ? warnings : null,
        },
        AnswersJson.Readable.DeliveryAnswer);

    private Task RefuseAsync(HttpContext context, IReceiver receiver, Problem problem)
    {
        Log.Refused(logger, receiver.Name, problem.Status, problem.Detail);
        return answers.WriteAsync(context, problem);
    }
}

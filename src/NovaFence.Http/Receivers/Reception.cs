using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaFence.Core.Alerts;
using NovaFence.Core.Hosts;
using NovaFence.Core.Telemetry;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;
using NovaFence.Http.Bodies;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Options;
using NovaFence.Http.Recording;

namespace NovaFence.Http.Receivers;

/// <summary>Takes a delivery, the same way for every sender: media type, token or form of the signature, size, raw bytes, signature, parse, act, answer.</summary>
internal sealed partial class Reception(
    IFencer fencer,
    RequestedWork work,
    MissedAudit missed,
    BodyReader bodies,
    AnswerWriter answers,
    DeliveryRecorder recorder,
    UnprovenLines unproven,
    DeliveryLines lines,
    NovaFenceMetrics metrics,
    IOptions<ReceiversOptions> options,
    TimeProvider clock,
    ILogger<Reception> logger)
{
    private static readonly TimeSpan LeastForWarnings = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LeastForAnswer = TimeSpan.FromMilliseconds(250);

    public async Task TakeAsync(HttpContext context, IReceiver receiver)
    {
        var started = clock.GetTimestamp();
        var receivedAt = clock.GetUtcNow();
        if ((receiver.Off ?? MediaType.Refuse(context.Request)) is { } refusal)
        {
            await RefuseAsync(context, receiver, refusal, isProven: false);
            return;
        }

        // Half of the time is for the body, so that at least half remains to act in.
        var within = receiver.AnswerWithin / 2;
        BodyReading read;
        var isProven = false;
        switch (receiver.CredentialOf(context.Request))
        {
            case Credential.None none:
                await RefuseAsync(context, receiver, none.Problem, isProven);
                return;
            case Credential.Token:
                isProven = true;
                context.Features.Get<IConnectionUse>()?.Authenticated();
                read = await bodies.ReadAsync(context.Request, options.Value.MaxBodyBytes, within);
                break;
            default:
                read = await bodies.ReadUnverifiedAsync(context.Request, Math.Min(options.Value.MaxBodyBytes, options.Value.MaxSignedBodyBytes), within);
                break;
        }

        switch (read)
        {
            case BodyReading.Whole whole:
                using (whole.Body)
                {
                    Reading reading;
                    var recording = Task.CompletedTask;
                    var body = whole.Body.Bytes;
                    if (receiver.Doubt(context.Request, body.Span, receivedAt) is { } doubt)
                    {
                        isProven = false;
                        reading = new Reading.Refused(doubt);
                    }
                    else
                    {
                        isProven = true;
                        context.Features.Get<IConnectionUse>()?.Authenticated();
                        recording = recorder.RecordAsync(receiver.Name, body, receivedAt);
                        reading = receiver.Read(body, receivedAt);
                    }

                    whole.Body.Drop();
                    await ActAsync(context, receiver, reading, isProven, started, recording);
                }

                break;
            case BodyReading.Refused refused:
                await RefuseAsync(context, receiver, refused.Problem, isProven);
                break;
            default:
                if (isProven ? lines.TryTake(receiver.Name, LogLevel.Information) : unproven.TryTake())
                    Log.SenderLeft(logger, receiver.Name);
                break;
        }
    }

    /// <summary>Whatever comes of it, nothing of this delivery is still running when this returns. An audit that was missing runs after the answer.</summary>
    private async Task ActAsync(HttpContext context, IReceiver receiver, Reading reading, bool isProven, long started, Task recording)
    {
        // Whoever has not proved who it is has no say in whose trace this is.
        using var trace = reading is Reading.Refused ? null : Begin(context.Request, receiver);
        DeliveryOutcome outcome;
        IReadOnlyList<string> warnings = [];
        try
        {
            switch (reading)
            {
                case Reading.Ignored ignored:
                    outcome = new DeliveryOutcome([Ignore(receiver, ignored, started)]);
                    break;
                case Reading.Alerts alerts:
                    warnings = alerts.Warnings;
                    (int Place, Outcome Outcome)[] between = [.. alerts.Between.Select(one => (one.Place, Ignore(receiver, one.Ignored, started)))];
                    outcome = await DeliverAsync(receiver, alerts.Events, started);
                    outcome = outcome with { Outcomes = DeliveryOrder.Merge(outcome.Outcomes, between) };
                    await WarnAsync(receiver, warnings, started);
                    await work.DoAsync(receiver.AnswerWithin - clock.GetElapsedTime(started) - LeastForAnswer);
                    break;
                default:
                    outcome = new DeliveryOutcome([]);
                    break;
            }
        }
        finally
        {
            await recording;
        }

        if (reading is Reading.Refused refused)
            await RefuseAsync(context, receiver, refused.Problem, isProven);
        else
            await missed.AfterAsync(context, () => AnswerAsync(context, receiver, outcome, warnings));
    }

    private static Activity? Begin(HttpRequest request, IReceiver receiver)
    {
        var parent = request.Headers.TraceParent is [{ } one] ? one : null;
        return Tracing.Begin("received", parent, parent is null ? null : request.Headers.TraceState.ToString())?.SetTag("novafence.receiver", receiver.Name);
    }

    private Outcome Ignore(IReceiver receiver, Reading.Ignored ignored, long started)
    {
        metrics.Verdict(receiver.Name, null, ignored.Verdict);
        if (ignored.Expected)
            Log.Ignored(logger, receiver.Name, ignored.Fingerprint, ignored.Verdict.Text);
        else if (lines.TryTake(receiver.Name, LogLevel.Error))
            Log.NotUnderstood(logger, receiver.Name, ignored.Fingerprint, ignored.Verdict.Text);
        return new Outcome { Fingerprint = ignored.Fingerprint, Verdict = ignored.Verdict, Elapsed = clock.GetElapsedTime(started) };
    }

    /// <summary>
    /// Acts, and is not stopped when the sender hangs up: what it told us is true all the same, and half a force-down would wait for the next
    /// audit. The receiver's time bounds it.
    /// </summary>
    private async Task<DeliveryOutcome> DeliverAsync(IReceiver receiver, IReadOnlyList<AlertEvent> alerts, long started)
    {
        if (alerts.Count == 0)
            return new DeliveryOutcome([]);
        var outcome = await fencer.DeliverAsync(alerts, receiver.AnswerWithin - clock.GetElapsedTime(started), CancellationToken.None);
        var elapsed = clock.GetElapsedTime(started).TotalMilliseconds;
        if (!lines.TryTake(receiver.Name, outcome.MustBeRepeated ? LogLevel.Warning : LogLevel.Information))
            return outcome;
        if (outcome.MustBeRepeated)
            Log.ToBeRepeated(logger, receiver.Name, alerts.Count, elapsed);
        else
            Log.Delivered(logger, receiver.Name, alerts.Count, elapsed);
        return outcome;
    }

    /// <summary>
    /// After the alerts, so that none of them waits for it. A warning that the ledger does not take is in answer and log all the same, and changes no
    /// status: the alerts themselves are dealt with.
    /// </summary>
    private async Task WarnAsync(IReceiver receiver, IReadOnlyList<string> warnings, long started)
    {
        if (warnings.Count == 0)
            return;
        var remaining = receiver.AnswerWithin - clock.GetElapsedTime(started);
        using var patience = new CancellationTokenSource(remaining > LeastForWarnings ? remaining : LeastForWarnings, clock);
        foreach (var warning in warnings)
        {
            var isTold = lines.TryTake(receiver.Name, LogLevel.Warning);
            if (isTold)
                Log.Warning(logger, receiver.Name, warning);
            try
            {
                if (await fencer.WarnAsync(receiver.Name, warning, patience.Token).WaitAsync(patience.Token))
                    continue;
            }
            catch (OperationCanceledException)
            {
                // The log line below says that the ledger did not take the warning in time, as it does where the ledger refused it.
            }

            if (isTold)
                Log.WarningNotKept(logger, receiver.Name);
        }
    }

    private Task AnswerAsync(HttpContext context, IReceiver receiver, DeliveryOutcome outcome, IReadOnlyList<string> warnings)
    {
        var status = outcome.MustBeRepeated ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        metrics.Delivery(receiver.Name, status);
        return answers.WriteAsync(
            context,
            status,
            new DeliveryAnswer
            {
                Outcomes = [.. outcome.Outcomes.Select(OutcomeAnswer.Of)],
                Warnings = warnings.Count > 0 ? warnings : null,
            },
            AnswersJson.Readable.DeliveryAnswer);
    }

    private Task RefuseAsync(HttpContext context, IReceiver receiver, Problem problem, bool isProven)
    {
        metrics.Delivery(receiver.Name, problem.Status);
        if (isProven ? lines.TryTake(receiver.Name, LogLevel.Warning) : unproven.TryTake())
            Log.Refused(logger, receiver.Name, problem.Status, problem.Detail);
        return answers.WriteAsync(context, problem);
    }
}

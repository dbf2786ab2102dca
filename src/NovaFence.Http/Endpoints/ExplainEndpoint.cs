using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;
using NovaFence.Http.Bodies;
using NovaFence.Http.Options;
using NovaFence.Http.Receivers;

namespace NovaFence.Http.Endpoints;

/// <summary>What would become of a delivery, and why. Reads the ledger and changes nothing.</summary>
internal sealed class ExplainEndpoint(
    IExplainer explainer, IDeliveryReader deliveries, BodyReader bodies, AnswerWriter answers, IOptions<ReceiversOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan BodyWithin = TimeSpan.FromSeconds(10);

    /// <summary>Whose delivery it is.</summary>
    public static QueryParameter Receiver { get; } = new("receiver", "The receiver whose sender would send it: alertmanager, grafana, pagerduty or the name of a generic one. Without it the delivery is recognised.");

    public async Task ExplainAsync(HttpContext context)
    {
        var receiver = Receiver.Of(context.Request);
        var refusal = receiver.Count > 1 ? Problem.Unreadable($"receiver is {string.Join(" or ", deliveries.Receivers)}, once.") : MediaType.Refuse(context.Request);
        if (refusal is not null)
        {
            await answers.WriteAsync(context, refusal);
            return;
        }

        switch (await bodies.ReadAsync(context.Request, options.Value.MaxBodyBytes, BodyWithin))
        {
            case BodyReading.Refused refused:
                await answers.WriteAsync(context, refused.Problem);
                break;
            case BodyReading.Whole whole:
                using (whole.Body)
                {
                    var reading = deliveries.Read(receiver.Count == 0 ? null : receiver[0], whole.Body.Bytes, clock.GetUtcNow());
                    whole.Body.Drop();
                    await ExplainAsync(context, reading);
                }

                break;
        }
    }

    private async Task ExplainAsync(HttpContext context, DeliveryReading reading)
    {
        switch (reading)
        {
            case DeliveryReading.Refused refused:
                await answers.WriteAsync(context, refused.Problem);
                break;
            case DeliveryReading.Ignored ignored:
                await AnswerAsync(context, [ignored.Explanation]);
                break;
            case DeliveryReading.Alerts alerts:
                switch (await explainer.ExplainAsync(alerts.Events, context.RequestAborted))
                {
                    case LedgerResult<IReadOnlyList<Explanation>>.Ok explained:
                        await AnswerAsync(context, alerts.Explanations(explained.Value));
                        break;
                    case LedgerResult<IReadOnlyList<Explanation>>.Unavailable unavailable:
                        await answers.WriteAsync(context, Problem.Unavailable(unavailable.Why));
                        break;
                }

                break;
        }
    }

    private Task AnswerAsync(HttpContext context, IReadOnlyList<Explanation> explanations) =>
        answers.WriteAsync(context, StatusCodes.Status200OK, new ExplanationsAnswer(explanations), AnswersJson.Readable.ExplanationsAnswer);
}

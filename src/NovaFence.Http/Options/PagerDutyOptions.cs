using System.ComponentModel.DataAnnotations;

namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Receivers:PagerDuty</c>.</summary>
public sealed class PagerDutyOptions
{
    /// <summary>
    /// The signing secrets of the webhook subscriptions, several for rotation and for several subscriptions; each of 8 or more printable
    /// ASCII characters without spaces. None: the receiver is off. PagerDuty shows a secret once, when the subscription is made
    /// (https://developer.pagerduty.com/docs/webhooks-overview).
    /// </summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>
    /// Time from the first byte to the answer; half of it is for the body to arrive. What is not in the ledger by then is answered 503 and taken up
    /// by the repeat; what is, 200. PagerDuty waits 5 s (https://developer.pagerduty.com/docs/webhooks-behavior, "Timeouts"). 1 s to 4.9 s; default 4 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:04.9", ErrorMessage = "PagerDuty waits 5 s")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(4);
}

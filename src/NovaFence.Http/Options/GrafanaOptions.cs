using System.ComponentModel.DataAnnotations;

namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Receivers:Grafana</c>: Grafana Alerting's webhook contact point. Off without tokens and secrets.</summary>
public sealed class GrafanaOptions
{
    /// <summary>
    /// The bearer tokens that are valid, several for rotation; each of 8 or more printable ASCII characters without spaces. It is what stands in the contact
    /// point's <c>Authorization header - credentials</c>. Where <see cref="Secrets"/> are set too, either is enough, but a signature that is sent has to be
    /// right.
    /// </summary>
    public IList<string> Tokens { get; } = [];

    /// <summary>
    /// The secrets of the contact point's HMAC signature, several for rotation, each of the same form. The signature is expected in
    /// <c>X-Grafana-Alerting-Signature</c>.
    /// </summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>
    /// The timestamp header that the contact point's HMAC signature names; Grafana has no default for it. With it the timestamp is signed with the body, and
    /// one more than <see cref="ReceiversOptions.MaxTimestampAge"/> from our clock is refused, so that a captured delivery cannot be sent again later. Null: only the body is
    /// signed.
    /// </summary>
    public string? TimestampHeader { get; set; }

    /// <summary>
    /// Most alerts of one delivery; more are answered 413 and none of them is acted on. 1 to 10,000; default 1,000. The contact point's <c>Max Alerts</c>
    /// must not be used to stay below it: it drops alerts. Group by host instead.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxAlerts { get; set; } = 1000;

    /// <summary>
    /// Time from the first byte to the answer; half of it is for the body to arrive. What is not in the ledger by then is answered 503 and taken up by the repeat; what is, 200.
    /// 1 s to 60 s; default 8 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(8);
}

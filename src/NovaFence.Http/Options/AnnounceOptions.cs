using System.ComponentModel.DataAnnotations;

namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Announce:Alertmanager</c>: where the audit's findings are sent as alerts. Off without <see cref="Urls"/>.</summary>
public sealed class AnnounceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "NovaFence:Announce:Alertmanager";

    /// <summary>
    /// The Alertmanagers, each <c>https</c>, or <c>http</c> on loopback or with <see cref="AllowHttp"/>, with a path where it serves below one; <c>/api/v2/alerts</c> is added. All members of a cluster
    /// belong here: they tell each other of silences and of what was notified, never of alerts
    /// (https://prometheus.io/docs/alerting/latest/alertmanager/#high-availability). None: nothing is sent.
    /// </summary>
    public IList<string> Urls { get; } = [];

    /// <summary>
    /// Whether <see cref="Urls"/> may be <c>http</c> to other machines: findings, with hosts' names, and <see cref="Token"/> go there in the clear. Default
    /// false: such an address stops the start.
    /// </summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// The bearer token that whatever stands in front of Alertmanager asks for, of 8 or more printable ASCII characters without spaces; sent to every one
    /// of <see cref="Urls"/>. Null: none is sent.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>
    /// How long after an audit an alert ends by itself: what ends it when NovaFence dies, or when the word that it is over is lost. It must be longer than
    /// the audit's interval (<c>NovaFence:Audit:Schedule</c>), or the alerts resolve between two audits and fire again at each. 1 min to 1 d; default 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The longest that an audit waits for all of <see cref="Urls"/> together. What was not taken by then is sent again by the next audit. 1 s to 1 min;
    /// default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Labels on every alert besides NovaFence's own, which they may not replace. <c>severity</c> is that of the finding's kind unless it is given here, and
    /// <c>critical</c> where that is. Where several
    /// NovaFences, of several clouds, speak to one Alertmanager, a label must tell them apart: alerts with the same labels are the same alert.
    /// </summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

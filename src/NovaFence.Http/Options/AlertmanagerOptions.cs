using System.ComponentModel.DataAnnotations;

namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Receivers:Alertmanager</c>.</summary>
public sealed class AlertmanagerOptions
{
    /// <summary>
    /// The bearer tokens that are valid, several for rotation; each of 8 or more printable ASCII characters without spaces. None: the
    /// receiver is off. It is what stands in Alertmanager's <c>http_config.authorization.credentials_file</c>
    /// (https://prometheus.io/docs/alerting/latest/configuration/#http_config).
    /// </summary>
    public IList<string> Tokens { get; } = [];

    /// <summary>
    /// Most alerts of one delivery; more are answered 413 and none of them is acted on. 1 to 10,000; default 1,000. Alertmanager's
    /// <c>max_alerts</c> must not be used to stay below it: it drops alerts. Group by host instead.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxAlerts { get; set; } = 1000;

    /// <summary>
    /// Time from the first byte to the answer; half of it is for the body to arrive. What is not in the ledger by then is answered 503 and taken up
    /// by the repeat; what is, 200. Alertmanager gives a notification at least 10 s
    /// (https://github.com/prometheus/alertmanager/blob/main/notify/notify.go, <c>MinTimeout</c>). 1 s to 60 s; default 8 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(8);
}

using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>
    /// When it runs: an NCRONTAB expression of six fields, seconds first, UTC
    /// (https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions), or an interval <c>[d.]hh:mm:ss</c> of 1 s or more, which
    /// Azure Functions takes on a dedicated plan only. Default: every minute. Where no audit has run for three intervals NovaFence is not ready.
    /// </summary>
    [Required]
    public string Schedule { get; set; } = "0 * * * * *";

    /// <summary>
    /// After so long without a repeat of any alert that holds a host down the audit calls it stale. Longer than Alertmanager's
    /// <c>repeat_interval</c>, which is 4 h by default
    /// (https://prometheus.io/docs/alerting/latest/configuration/#route). What PagerDuty tells it tells once: it is stale after five times as long. 1 min to 30 d;
    /// default 5 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromHours(5);

    /// <summary>
    /// Whether an audit forces a host down again that somebody unset in Nova while its alert fires and is not stale. Default false: it is reported, and
    /// not fought. With it, an operator who unsets past NovaFence fights the audit: unset through NovaFence, or pause the host.
    /// </summary>
    public bool Reassert { get; set; }

    /// <summary>How long events are kept, those of the audit among them. 1 d to 10 years; default 90 d.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepEvents { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long the record of a host is kept after its last alert has ended, and a hold whose alert names no host after it was last heard. Not shorter than
    /// an event may be late: PagerDuty tries for 48 h
    /// (https://developer.pagerduty.com/docs/webhooks-overview). 3 d to 1 year; default 7 d.
    /// </summary>
    [Range(typeof(TimeSpan), "3.00:00:00", "365.00:00:00")]
    public TimeSpan KeepTombstones { get; set; } = TimeSpan.FromDays(7);
}

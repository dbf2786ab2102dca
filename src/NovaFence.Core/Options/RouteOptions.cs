using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary>One of <c>NovaFence:Routes</c>: which alerts may force a host down, on what evidence, and how it is released.</summary>
public sealed class RouteOptions
{
    /// <summary>
    /// Its name in answers and records, unique, required, up to 64 characters. A host that is down is released as the routes say by whose names its
    /// alerts were accepted, so a name must not follow a route's position.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>Names that this route had before: what was accepted under them is released as this route says. <c>route 0</c> is what the first edition called a route without a name.</summary>
    public IList<string> FormerNames { get; } = [];

    /// <summary>The receiver whose alerts it takes, required: <c>alertmanager</c>, <c>grafana</c>, <c>pagerduty</c> or a generic one's name.</summary>
    public string? Receiver { get; set; }

    /// <summary>
    /// Matchers that must all match the alert's labels, in Alertmanager's syntax: <c>alertname="HostDown"</c>, <c>!=</c>, <c>=~</c>,
    /// <c>!~</c> (anchored; https://prometheus.io/docs/alerting/latest/configuration/#matcher). Required; <c>*</c> alone takes every alert of that
    /// receiver.
    /// </summary>
    public IList<string> Match { get; } = [];

    /// <summary>
    /// What says that the host is really fenced, required, without default: Nova's own rule is that force-down "must only be used if you
    /// have fully fenced the service". <c>asserted</c>: whoever wired this route vouches that its alerts come after fencing; of a generic receiver only where it is signed.
    /// <c>label:fenced="true"</c>: a label of the alert says so, or an annotation where there is no such label, in a matcher's syntax with <c>=</c> or
    /// <c>=~</c>; one that an absent or empty value satisfies is refused. <c>corroborated:2</c>: alerts of so many different <c>alertname</c>s agree on the
    /// host within <see cref="EvidenceWindow"/>; 2 to 10. <c>power:off</c>: two answers of the host's BMC that the right machine is off, see <see cref="PowerTimingOptions"/>.
    /// <c>prometheus:"up{instance='{host}'} == 0"</c>: Prometheus' raw samples of the host say so. <c>all(…)</c> and <c>any(…)</c> of these, one level of them within another, up to 8 conditions
    /// and 500 characters.
    /// </summary>
    public string? Evidence { get; set; }

    /// <summary>How far apart the alerts that corroborate each other may have been heard last. 1 s to 24 h; default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan EvidenceWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How a host is unset once its last alert has resolved: <c>whenHealthy</c> (default: when nova-compute there is seen to report again, see
    /// <see cref="ReleaseOptions"/>), <c>immediately</c> (when it has stayed resolved for <see cref="ReleaseOptions.SettleTime"/>) or <c>manually</c> (an
    /// operator does it).
    /// </summary>
    public string? Release { get; set; }

    /// <summary>
    /// What a report of nova-compute means that is younger than <see cref="CloudTimingOptions.ReportInterval"/> and 5 s: <c>hold</c> (default: the host
    /// lives, the alert is wrong, and the force-down is held) or <c>ignore</c> (this route's alerts mean that nova-compute lives and something else,
    /// such as the storage, is dead).
    /// </summary>
    public string? Contradiction { get; set; }

    /// <summary>
    /// Whether the host's machine is switched off, by its BMC, where everything but its power lets the host be forced down. Default <c>false</c>. The host is then forced
    /// down only when its machine is proven off, as with <c>power:off</c>. Wants <see cref="PowerTimingOptions.AllowOff"/> too, and evidence other than <c>asserted</c> and
    /// <c>power:off</c>, without which nothing is switched; <see cref="Contradiction"/> does not apply to it.
    /// </summary>
    public bool PowerOff { get; set; }
}

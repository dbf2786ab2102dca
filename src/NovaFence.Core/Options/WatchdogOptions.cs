using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary>
/// <c>NovaFence:Watchdog</c>: an alert that always fires, such as kube-prometheus' <c>Watchdog</c>
/// (https://runbooks.prometheus-operator.dev/runbooks/general/watchdog/). When it is no longer heard, the monitoring is not known to be alive.
/// Without <see cref="Match"/> it is off.
/// </summary>
public sealed class WatchdogOptions
{
    /// <summary>The receiver that hears it: <c>alertmanager</c> (default), <c>grafana</c>, <c>pagerduty</c> or a generic one's name.</summary>
    public string? Receiver { get; set; }

    /// <summary>Matchers that must all match, as in a route: <c>alertname="Watchdog"</c>. None: there is no watchdog.</summary>
    public IList<string> Match { get; } = [];

    /// <summary>
    /// After so long without it the audit asks for a person. Longer than the sender's <c>repeat_interval</c> for it, or it is found silent between two
    /// repeats. 1 min to 7 d; default 15 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Whether alerts of that receiver are held while it is silent: a monitoring that is not known to be alive is not believed. Also before it is heard
    /// for the first time. Default false: the finding alone.
    /// </summary>
    public bool Hold { get; set; }
}

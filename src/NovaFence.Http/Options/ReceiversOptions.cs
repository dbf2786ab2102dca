using System.ComponentModel.DataAnnotations;

namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Receivers</c>: who may deliver alerts, and how much.</summary>
public sealed class ReceiversOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "NovaFence:Receivers";

    /// <summary>Smallest <see cref="MaxBodyBytes"/>.</summary>
    public const int LeastMaxBodyBytes = 1024;

    /// <summary>Largest <see cref="MaxBodyBytes"/>.</summary>
    public const int MostMaxBodyBytes = 16 * 1024 * 1024;

    /// <summary>
    /// The largest body PagerDuty sends (https://developer.pagerduty.com/docs/webhooks-behavior, "Size Limit"). With PagerDuty switched on
    /// <see cref="MaxBodyBytes"/> and <see cref="MaxSignedBodyBytes"/> may not be smaller: it would count a 413 as a dropped delivery, and three in a row stop all of them.
    /// </summary>
    public const int PagerDutyBodyBytes = 256 * 1024;

    /// <summary>The least room for bodies whose sender is known.</summary>
    internal const int LeastVerifiedBytes = 16 * 1024 * 1024;

    /// <summary>How far from our clock a signed timestamp may be, before or after: 5 min. A delivery further away is answered 401.</summary>
    public static readonly TimeSpan MaxTimestampAge = TimeSpan.FromMinutes(5);

    /// <summary>Alertmanager. Off without tokens.</summary>
    public AlertmanagerOptions Alertmanager { get; } = new();

    /// <summary>Grafana Alerting. Off without tokens and secrets.</summary>
    public GrafanaOptions Grafana { get; } = new();

    /// <summary>PagerDuty. Off without secrets.</summary>
    public PagerDutyOptions PagerDuty { get; } = new();

    /// <summary>Receivers of other senders' JSON, such as Zabbix's, each at <c>POST /api/webhooks/NAME</c>. None by default.</summary>
    public IList<GenericReceiverOptions> Generic { get; } = [];

    /// <summary>
    /// Largest body taken, in bytes; a larger one is answered 413 and not read to its end. 1 KiB to 16 MiB, with PagerDuty switched on at
    /// least 256 KiB; default 1 MiB.
    /// </summary>
    [Range(LeastMaxBodyBytes, MostMaxBodyBytes)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Largest body taken of a sender that proves itself by a signature, because anybody can send one up to its end before it can be checked. The smaller of
    /// this and <see cref="MaxBodyBytes"/> counts. 1 KiB to 16 MiB, with PagerDuty switched on at least 256 KiB; default 256 KiB.
    /// </summary>
    [Range(LeastMaxBodyBytes, MostMaxBodyBytes)]
    public int MaxSignedBodyBytes { get; set; } = PagerDutyBodyBytes;

    /// <summary>
    /// Most bytes of bodies, all together, whose signature is not checked yet; where they are more, the one that has been arriving for longest is answered 503. A room of
    /// its own, so that whoever can sign nothing takes none from those who have a token. 1 MiB to 1 GiB; default 16 MiB.
    /// </summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int MaxUnverifiedBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Most bytes of bodies, all together, of senders and operators whose token was right, until they are answered; what finds no room is answered 503. No more than
    /// a 24th of the memory, or 16 MiB where that is less. 16 MiB to 1 GiB; default 64 MiB.
    /// </summary>
    [Range(LeastVerifiedBytes, 1024 * 1024 * 1024)]
    public int MaxVerifiedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// What <c>Retry-After</c> says with a 503, in whole seconds. Alertmanager and PagerDuty follow their own clocks; others honour it.
    /// 1 s to 1 h; default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}

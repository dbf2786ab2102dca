namespace NovaFence.Core.Alerts;

/// <summary>One alert of one delivery, normalised: the same for every sender.</summary>
public sealed record AlertEvent
{
    /// <summary>Most characters of <see cref="Fingerprint"/>; a receiver hashes what is longer.</summary>
    public const int MaxFingerprintLength = 128;

    /// <summary>Which receiver took it: <c>alertmanager</c>, <c>grafana</c>, <c>pagerduty</c> or a generic one's name, as in a route's <c>Receiver</c>.</summary>
    public required string Receiver { get; init; }

    /// <summary>
    /// The label by which NovaFence knows the alerts that it sends to an Alertmanager itself. One that comes back is about no host: believed, it would
    /// feed the storm breaker, or force a host down because it is down.
    /// </summary>
    public const string OwnLabel = "novafence_finding";

    /// <summary>
    /// What stays the same over all events of one alert: Alertmanager's and Grafana's <c>fingerprint</c>, PagerDuty's incident id, a generic sender's key and host. Printable ASCII, at
    /// most <see cref="MaxFingerprintLength"/> characters.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>Firing or resolved, of this alert and not of its group.</summary>
    public required AlertStatus Status { get; init; }

    /// <summary>When it began to fire (firing), or ended (resolved), by the sender's clock, UTC. Orders the events of one alert.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// True where the sender tells of a moment that may be long past (PagerDuty's <c>occurred_at</c>, a generic sender's time), false where a delivery says what is
    /// true now however long ago it began (Alertmanager, Grafana). Only the former can be stale.
    /// </summary>
    public bool TellsOfAMoment { get; init; }

    /// <summary>When this delivery was received, UTC, by our clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The sender's labels; what route matchers look at.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The sender's annotations; besides labels, where evidence may stand.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where its sender shows it to a person, as <see cref="AlertLink.Of"/> makes it; null where there is no such place. Decides nothing.</summary>
    public string? Link { get; init; }

    /// <summary>Whether it is one of NovaFence's own findings, come back.</summary>
    internal bool IsOwnFinding => Labels.ContainsKey(OwnLabel);

    /// <summary>The host's name where the sender gives it apart from the labels; null where <see cref="Mentions"/> or <c>Hosts:Labels</c> say where it stands.</summary>
    public string? NamedHost { get; init; }

    /// <summary>
    /// Where names were found, in the order in which they count, where the receiver had to search a text for them (PagerDuty); null where <c>Hosts:Labels</c>
    /// say which label it is.
    /// </summary>
    public IReadOnlyList<HostMention>? Mentions { get; init; }

    /// <summary>
    /// The alert that goes on in the place of this resolved one (PagerDuty's merge: <c>resolve_reason.incident.id</c>); null where it has simply ended.
    /// </summary>
    public string? MergedInto { get; init; }

    /// <summary>
    /// True for a firing event that says nothing of the host: its rule found no data or could not be evaluated (Grafana's <c>DatasourceNoData</c> and
    /// <c>DatasourceError</c>). It is ignored, whatever routes there are, and changes nothing of an alert that is known.
    /// </summary>
    public bool FiresBlind { get; init; }

    /// <summary>
    /// True for a resolved event that says nothing of the host: the series it was about vanished (Grafana's <c>MissingSeries</c>). It ends the alert, and
    /// only an operator releases the host.
    /// </summary>
    public bool EndsBlind { get; init; }
}

namespace NovaFence.Simulation.Histories;

/// <summary>How an alert comes, and what its route makes of it.</summary>
internal enum AlertKind
{
    /// <summary>Alertmanager; its route vouches for it and releases at once.</summary>
    Released,

    /// <summary>Alertmanager; its route vouches for it and releases when nova-compute was seen to live.</summary>
    Healthy,

    /// <summary>Alertmanager; its route vouches for it and leaves the release to an operator.</summary>
    Kept,

    /// <summary>Alertmanager; each delivery has to bring the evidence.</summary>
    Labelled,

    /// <summary>PagerDuty: tells of a moment, and says it once.</summary>
    Paged,

    /// <summary>PagerDuty; while its urgency is high, its route leaves the release to an operator. People lower the urgency.</summary>
    Urgent,

    /// <summary>No route takes it.</summary>
    Unrouted,

    /// <summary>It names a host that Nova does not know.</summary>
    Lost,
}

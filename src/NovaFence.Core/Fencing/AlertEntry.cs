using System.Text.Json.Serialization;
using NovaFence.Core.Alerts;

namespace NovaFence.Core.Fencing;

/// <summary>The newest event of one alert, as a host's record keeps it. A resolved one stays as a tombstone.</summary>
public sealed record AlertEntry
{
    /// <summary>The receiver that took it.</summary>
    public required string Receiver { get; init; }

    /// <summary>The alert's fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What its newest event said.</summary>
    public required AlertStatus Status { get; init; }

    /// <summary>When that event was, by the sender's clock, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was first received, UTC.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last received, UTC, repeats included.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>True when it was let through: the host is wanted down while it fires.</summary>
    public bool Accepted { get; init; }

    /// <summary>The route that took it.</summary>
    public string? Route { get; init; }

    /// <summary>Why it is held; null when it is not.</summary>
    public string? Hold { get; init; }

    /// <summary>True when it came too late to say anything of now: it corroborates nothing.</summary>
    public bool Stale { get; init; }

    /// <summary>True when its sender tells of it once and does not repeat it (PagerDuty): its silence means nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ToldOnce { get; init; }

    /// <summary>Whether the event is older than this one. At the same moment resolved wins over firing: an alert that ended when it began has ended.</summary>
    internal bool IsNewerThan(AlertEvent alert) => alert.At < At || (alert.At == At && alert.Status < Status);

    /// <summary>True while the host is wanted down because of it.</summary>
    internal bool WantsDown => Accepted && Status == AlertStatus.Firing;

    /// <summary>True while it waits for a person.</summary>
    internal bool IsHeld => Hold is not null && Status == AlertStatus.Firing;
}

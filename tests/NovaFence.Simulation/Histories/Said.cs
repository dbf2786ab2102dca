using NovaFence.Core.Alerts;

namespace NovaFence.Simulation.Histories;

/// <summary>One event of an alert, as one delivery tells it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Status">Firing or resolved.</param>
/// <param name="Moment">When that was, from the history's beginning.</param>
/// <param name="HasEvidence">Whether this delivery brings the evidence along.</param>
internal sealed record Said(Alert Alert, AlertStatus Status, TimeSpan Moment, bool HasEvidence)
{
    /// <summary>Planted in what goes in, and never to come out.</summary>
    internal const string Secret = "hunter2";

    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(15);

    internal bool IsFiring => Status == AlertStatus.Firing;

    /// <summary>Whether, taken at that time, it can hold its host down by itself.</summary>
    internal bool HasMerit(TimeSpan taken) =>
        IsFiring
        && !IsFromTheFuture(taken)
        && Alert.Kind switch
        {
            AlertKind.Released or AlertKind.Healthy or AlertKind.Kept => true,
            AlertKind.Labelled => HasEvidence,
            AlertKind.Paged => taken - Moment <= MaxAge,
            _ => false,
        };

    internal bool IsFromTheFuture(TimeSpan taken) => Moment - taken > MaxClockSkew;

    /// <summary>Whether it is newer than another event of the same alert; of the same moment, the resolved one is.</summary>
    internal bool IsNewerThan(Said other) => (Moment, Status).CompareTo((other.Moment, other.Status)) > 0;

    internal AlertEvent Event(DateTimeOffset start, DateTimeOffset now)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = Alert.Host,
            ["release"] = Alert.Kind switch
            {
                AlertKind.Released or AlertKind.Lost => "immediately",
                AlertKind.Healthy => "whenHealthy",
                AlertKind.Kept => "manually",
                AlertKind.Labelled => "labelled",
                _ => "",
            },
            ["authorization"] = $"Bearer {Secret}",
        };
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["runbook"] = $"https://user:{Secret}@example.org" };
        if (HasEvidence)
            annotations["fenced"] = "true";
        return new AlertEvent
        {
            Receiver = Alert.Receiver,
            Fingerprint = Alert.Fingerprint,
            Status = Status,
            At = start + Moment,
            TellsOfAMoment = Alert.Kind == AlertKind.Paged,
            ReceivedAt = now,
            Labels = labels,
            Annotations = annotations,
        };
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Alert.Fingerprint} ({Alert.Kind}, {Alert.Host}) {(IsFiring ? "firing" : "resolved")} at {Moment.TotalSeconds:0.###} s{(Alert.Kind == AlertKind.Labelled ? HasEvidence ? ", with evidence" : ", without evidence" : "")}");
}

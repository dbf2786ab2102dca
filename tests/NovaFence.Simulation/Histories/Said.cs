using NovaFence.Core.Alerts;

namespace NovaFence.Simulation.Histories;

/// <summary>One event of an alert, as one delivery tells it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Status">Firing or resolved.</param>
/// <param name="Moment">When that was by the sender's clock, from the history's beginning.</param>
/// <param name="HasEvidence">Whether this delivery brings the evidence along.</param>
internal sealed record Said(Alert Alert, AlertStatus Status, TimeSpan Moment, bool HasEvidence)
{
    /// <summary>Planted in what goes in, and never to come out.</summary>
    internal const string Secret = "hunter2";

    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(15);

    /// <summary>The host that its text names today, which may be another one than the alert's; empty where it names none.</summary>
    internal string Names { get; init; } = Alert.Host;

    /// <summary>The incident that goes on in its place.</summary>
    internal string? MergedInto { get; init; }

    /// <summary>Whether somebody had lowered its urgency: another route takes it then, and releases at once.</summary>
    internal bool IsLowered { get; init; }

    /// <summary>Whether it ends as its series vanished, which says nothing of the host: Grafana's <c>MissingSeries</c>.</summary>
    internal bool EndsBlind { get; init; }

    internal bool IsFiring => Status == AlertStatus.Firing;

    /// <summary>Whether it says nothing but what it said when it was first heard.</summary>
    internal bool NamesItsHost => Names == Alert.Host;

    /// <summary>Whether, taken at that time, it can hold the host that it names down by itself.</summary>
    internal bool HasMerit(TimeSpan taken) =>
        IsFiring
        && !IsFromTheFuture(taken)
        && Alert.Kind switch
        {
            AlertKind.Released or AlertKind.Healthy or AlertKind.Kept => true,
            AlertKind.Labelled => HasEvidence,
            AlertKind.Paged or AlertKind.Urgent => taken - Moment <= MaxAge,
            _ => false,
        };

    /// <summary>A moment can lie in the future. What a sender says is so now cannot.</summary>
    internal bool IsFromTheFuture(TimeSpan taken) => Alert.TellsOfMoments && IsFiring && Moment - taken > MaxClockSkew;

    /// <summary>The event as an instance is given it.</summary>
    /// <param name="start">When the history began.</param>
    /// <param name="now">When it is received.</param>
    /// <param name="setup">What hosts are called.</param>
    internal AlertEvent Event(DateTimeOffset start, DateTimeOffset now, Setup setup)
    {
        var called = setup.Called(Names, Alert.Number);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["release"] = Alert.Kind switch
            {
                AlertKind.Released or AlertKind.Lost => "immediately",
                AlertKind.Healthy => "whenHealthy",
                AlertKind.Kept => "manually",
                AlertKind.Labelled => "labelled",
                _ => "",
            },
            ["urgency"] = Alert.Kind == AlertKind.Urgent && !IsLowered ? "high" : "low",
            ["authorization"] = $"Bearer {Secret}",
        };
        if (Alert.Name.Length > 0)
            labels["alertname"] = Alert.Name;
        if (Names.Length > 0 && !Alert.TellsOfMoments)
            labels["host"] = called;
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["runbook"] = $"https://user:{Secret}@example.org" };
        if (HasEvidence)
            annotations["fenced"] = "true";
        return new AlertEvent
        {
            Receiver = Alert.Receiver,
            Fingerprint = Alert.Fingerprint,
            Status = Status,
            At = start + Moment,
            TellsOfAMoment = Alert.TellsOfMoments,
            ReceivedAt = now,
            Labels = labels,
            Annotations = annotations,
            NamedHost = Names.Length > 0 && Alert.TellsOfMoments ? called : null,
            MergedInto = MergedInto,
            EndsBlind = EndsBlind,
        };
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Alert.Fingerprint} ({Alert.Kind}, {Alert.Host}) {(IsFiring ? "firing" : "resolved")} at {Moment.TotalSeconds:0.###} s{(Alert.Kind == AlertKind.Labelled ? HasEvidence ? ", with evidence" : ", without evidence" : "")}{(NamesItsHost ? "" : Names.Length == 0 ? ", naming no host" : $", naming {Names}")}{(IsLowered ? ", with low urgency" : "")}{(EndsBlind ? ", as its series vanished" : "")}{(MergedInto is null ? "" : $", merged into {MergedInto}")}");
}

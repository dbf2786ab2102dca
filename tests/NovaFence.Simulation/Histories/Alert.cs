namespace NovaFence.Simulation.Histories;

/// <summary>One alert of a history.</summary>
/// <param name="Number">Which.</param>
/// <param name="Kind">How it comes.</param>
/// <param name="Host">The host that it named when it was first heard.</param>
internal sealed record Alert(int Number, AlertKind Kind, string Host)
{
    internal string Fingerprint { get; } = FormattableString.Invariant($"f{Number}");

    /// <summary>Its <c>alertname</c>, by which those that agree are told apart; the first and the third have the same. Empty where its sender has none.</summary>
    internal string Name => TellsOfMoments ? "" : Number % 2 == 0 ? "NameB" : "NameA";

    internal string Receiver => TellsOfMoments ? "pagerduty" : "alertmanager";

    /// <summary>Whether its sender tells of moments (PagerDuty), and not of what is so now (Alertmanager).</summary>
    internal bool TellsOfMoments => Kind is AlertKind.Paged or AlertKind.Urgent;

    /// <summary>Whether its route leaves the release to an operator.</summary>
    internal bool IsKept => Kind is AlertKind.Kept or AlertKind.Urgent;
}

namespace NovaFence.Simulation.Histories;

/// <summary>One alert of a history.</summary>
internal sealed record Alert(int Number, AlertKind Kind, string Host)
{
    internal string Fingerprint { get; } = FormattableString.Invariant($"f{Number}");

    internal string Receiver => Kind == AlertKind.Paged ? "pagerduty" : "alertmanager";
}

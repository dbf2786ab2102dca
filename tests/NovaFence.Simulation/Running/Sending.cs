using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>A flush of a sender: its body is frozen, however long it is tried.</summary>
internal sealed class Sending(TimeSpan begun, IReadOnlyList<Said> alerts, int peer, bool groupChanged)
{
    /// <summary>When it was heard of.</summary>
    internal TimeSpan Begun { get; set; } = begun;

    internal IReadOnlyList<Said> Alerts { get; set; } = alerts;

    internal int Peer => peer;

    internal bool GroupChanged => groupChanged;

    internal int Tries { get; set; }

    /// <summary>Answered 2xx, or given up.</summary>
    internal bool IsOver { get; set; }
}

using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>A delivery that a sender owes until it is answered 2xx.</summary>
internal sealed class Sending(IReadOnlyList<Said> alerts)
{
    internal IReadOnlyList<Said> Alerts => alerts;

    internal int Tries { get; set; }

    internal bool IsSettled { get; set; }
}

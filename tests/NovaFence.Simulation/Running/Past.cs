using NovaFence.Core.Auditing;
using NovaFence.Core.Ledger;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>A history that is over: everything that was sent, stored and answered, and how it ended.</summary>
/// <param name="World">What happened.</param>
/// <param name="End">One audit after the last trouble.</param>
/// <param name="Settled">After what still fires was told once more, and another audit.</param>
/// <param name="Later">After nothing more than yet another audit.</param>
internal sealed record Past(World World, Past.State End, Past.State Settled, Past.State Later)
{
    internal History History => World.History;

    /// <summary>How things stood at one moment.</summary>
    /// <param name="Puts">How many PUTs had been sent.</param>
    /// <param name="Down">The hosts that Nova had forced down.</param>
    /// <param name="Rows">The ledger.</param>
    /// <param name="Report">The audit just before.</param>
    internal sealed record State(int Puts, IReadOnlyList<string> Down, IReadOnlyDictionary<string, LedgerRow> Rows, AuditReport? Report);
}

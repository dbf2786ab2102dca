using NovaFence.Core.Fencing;
using NovaFence.Core.Ledger;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>One alert of one delivery as it was given to one instance, and what it answered.</summary>
internal sealed class Handing(long number, TimeSpan at, Said said)
{
    /// <summary>When it was given, in the order of everything that happened.</summary>
    internal long Number => number;

    /// <summary>When it was given, from the history's beginning.</summary>
    internal TimeSpan At => at;

    internal Said Said => said;

    /// <summary>When it was answered, in the order of everything that happened; never, if the instance crashed before.</summary>
    internal long Answered { get; private set; } = long.MaxValue;

    internal Outcome? Outcome { get; private set; }

    /// <summary>Whether the whole delivery was answered 2xx.</summary>
    internal bool IsSettled { get; private set; }

    /// <summary>The ledger at the moment of the answer.</summary>
    internal IReadOnlyDictionary<string, LedgerRow> Rows { get; private set; } = null!;

    internal void Answer(long number, Outcome outcome, bool settled, IReadOnlyDictionary<string, LedgerRow> rows) =>
        (Answered, Outcome, IsSettled, Rows) = (number, outcome, settled, rows);
}

using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Running;

/// <summary>An operator's command, and what was answered.</summary>
internal sealed class Order(long number, TimeSpan at, string host, bool down)
{
    /// <summary>When it was given, in the order of everything that happened.</summary>
    internal long Number => number;

    /// <summary>When it was given, from the history's beginning.</summary>
    internal TimeSpan At => at;

    internal string Host => host;

    internal bool Down => down;

    /// <summary>Whether it was given when nothing of the history was under way any more.</summary>
    internal bool IsOfTheEnd { get; init; }

    internal long Answered { get; private set; } = long.MaxValue;

    internal TimeSpan AnsweredAt { get; private set; } = TimeSpan.MaxValue;

    internal Outcome? Outcome { get; private set; }

    /// <summary>The ledger at the moment of the answer.</summary>
    internal IReadOnlyDictionary<string, LedgerRow> Rows { get; private set; } = null!;

    /// <summary>Whether the operator was told that it is done, or that it is recorded and will be.</summary>
    internal bool IsDone => Outcome is { MayPass: false, Verdict.Kind: var verdict } && verdict.ToString() is "ForceDown" or "Unset" or "Held" or "Recorded"
        // Nobody can say which of several services is meant: nothing is kept of it.
        && Outcome.Verdict.Reason != Core.Decisions.Reason.AmbiguousHost;

    internal void Answer(long number, TimeSpan answeredAt, Outcome outcome, IReadOnlyDictionary<string, LedgerRow> rows) =>
        (Answered, AnsweredAt, Outcome, Rows) = (number, answeredAt, outcome, rows);
}

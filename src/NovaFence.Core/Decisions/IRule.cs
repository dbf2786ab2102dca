using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions;

/// <summary>One question of the decision table. Pure: no I/O, no clock, the same answer for the same values.</summary>
internal interface IRule
{
    /// <summary>The verdict when this rule decides; null hands on to the next.</summary>
    Verdict? Decide(AlertEvent alert, Situation situation);
}

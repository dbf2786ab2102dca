using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Fencing;

/// <summary>What follows from taking an alert or a command into the record.</summary>
internal abstract record Step
{
    private Step() { }

    /// <summary>Nothing more: this is the answer.</summary>
    internal sealed record Answer(Outcome Outcome) : Step;

    /// <summary>The intent is written and the host is ours until the lease ends: send the PUT.</summary>
    internal sealed record Perform(Attempt Attempt, ComputeHost Host, Verdict Verdict, Outcome Outcome) : Step;

    /// <summary>This process is sending a PUT for the host: look again when it is done.</summary>
    internal sealed record Wait(string AttemptId, Outcome Meanwhile) : Step;
}

using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>What follows from a look into the host's record.</summary>
internal abstract record HostStep
{
    private HostStep()
    {
    }

    /// <summary>Nothing more: this is the answer.</summary>
    internal sealed record Answer(Verdict Verdict, HostState? State) : HostStep;

    /// <summary>The event is taken, and something is to be done about the host at once.</summary>
    internal sealed record GoOn : HostStep;

    /// <summary>Somebody has to look at the host first. Nothing was written.</summary>
    internal sealed record Look : HostStep;

    /// <summary>Somebody has to ask for evacuations from the host first. Nothing was written.</summary>
    internal sealed record AskForEvacuations(ComputeHost Host) : HostStep;

    /// <summary>The intent is written and the host is ours until the lease ends: send the PUT.</summary>
    internal sealed record Send(Attempt Attempt, ComputeHost Host, Verdict Verdict, bool IgnoresContradiction) : HostStep
    {
        /// <summary>After when the evidence is too old for it, UTC; null where it does not age.</summary>
        internal DateTimeOffset? NotAfter { get; init; }

        /// <summary>Whether it forces down for an alert, within the budget.</summary>
        internal bool IsForAlert { get; init; }
    }

    /// <summary>The intent is written and the host is ours until the lease ends: have its machine switched off.</summary>
    internal sealed record SwitchOff(Attempt Attempt, Verdict Verdict) : HostStep;

    /// <summary>This process is sending a PUT for the host: look again when it is done.</summary>
    internal sealed record Wait(string AttemptId, Verdict Meanwhile, HostState State) : HostStep;

    /// <summary>The alert belongs to other hosts: the ledger knows it, and memory did not. Nothing was written.</summary>
    internal sealed record BelongsTo(IReadOnlyList<string> Hosts) : HostStep;
}

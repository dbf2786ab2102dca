using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>What a job came to.</summary>
internal abstract record HostOutcome
{
    private HostOutcome()
    {
    }

    /// <summary>This is the answer.</summary>
    internal sealed record Done(Verdict Verdict, HostState? State) : HostOutcome
    {
        /// <summary>Whether it says something else of the alert than was known, or nothing was.</summary>
        internal bool IsNews { get; init; }
    }

    /// <summary>The alert belongs to other hosts, which memory did not know.</summary>
    internal sealed record BelongsTo(IReadOnlyList<string> Hosts) : HostOutcome;
}

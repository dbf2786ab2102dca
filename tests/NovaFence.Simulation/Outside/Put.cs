using NovaFence.Core.Cloud;
using NovaFence.Simulation.Instances;

namespace NovaFence.Simulation.Outside;

/// <summary>One PUT as the cloud's door saw it.</summary>
internal sealed class Put(long number, DateTimeOffset at, Instance by, ComputeHost host, bool down, StatusChange status)
{
    /// <summary>When it was sent, in the order of everything that happened.</summary>
    internal long Number => number;

    internal DateTimeOffset At => at;

    internal Instance By => by;

    internal ComputeHost Host => host;

    internal bool Down => down;

    internal StatusChange Status => status;

    /// <summary>Since when a person had the service disabled; null where nobody had.</summary>
    internal DateTimeOffset? DisabledByOthersAt { get; init; }

    /// <summary>Whether Nova took it, and it changed <c>forced_down</c>.</summary>
    internal bool Changed { get; set; }

    /// <summary>The hosts that others had forced down, and that were enabled.</summary>
    internal IReadOnlyList<string> OthersDown { get; init; } = [];

    /// <summary>Whether Nova had the host forced down when it was sent: otherwise an unset unsets nothing.</summary>
    internal required bool FoundDown { get; init; }

    /// <summary>What was answered; null while nothing was, or to one that had crashed.</summary>
    internal ForceDownReply? Reply { get; set; }

    /// <summary>Nobody knows what became of it.</summary>
    internal bool IsInDoubt => Reply is null or { MayHaveReachedNova: true };
}

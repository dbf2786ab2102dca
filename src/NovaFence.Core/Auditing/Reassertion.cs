using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Options;

namespace NovaFence.Core.Auditing;

/// <summary>Forces down again what somebody unset past NovaFence, where that is wanted: see <see cref="AuditOptions.Reassert"/>.</summary>
internal sealed class Reassertion(NovaFenceOptions options, Silence silence, Fencer fencer)
{
    /// <summary>Whether its alert fires, and is heard to.</summary>
    internal bool IsDue(FenceRecord record) =>
        options.Audit.Reassert
        && record is { State: FenceState.Down, ClearedElsewhereAt: not null, Owner: FenceOwner.Alert, IsWantedDown: true }
        && !silence.IsOver(record);

    /// <summary>The finding with what came of it.</summary>
    internal async Task<Finding> TryAsync(Finding finding, CancellationToken cancellationToken) => await fencer.ReassertAsync(finding.Host, IsDue, cancellationToken) switch
    {
        null => finding with { Did = "left it: an instance acts on it, or NovaFence is paused, or too many hosts alert" },
        { Verdict: VerdictKind.ForceDown, State: FenceState.Down } => finding with { Did = "forced it down again", ToDo = "see who unset it; to let it up, unset it through NovaFence: novafence force-down --unset" },
        var outcome => finding with { Did = $"tried to force it down again: {outcome.Reason}", State = outcome.State ?? finding.State },
    };
}

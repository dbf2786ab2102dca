using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;

namespace NovaFence.Core.Auditing;

/// <summary>Looks at one host: holds its record against Nova's row, does what is to be done, and says what it found.</summary>
internal sealed class Examination(Book book, Fencer fencer, Comparison comparison, Recovery recovery, Silence silence, Reassertion reassertion)
{
    /// <summary>The finding; null for a host that NovaFence does not hold and that is not forced down.</summary>
    /// <param name="host">The host.</param>
    /// <param name="record">Its record; null when there is none.</param>
    /// <param name="service">Nova's row; null when it is not listed.</param>
    /// <param name="began">When the listing began.</param>
    /// <param name="cancellationToken">The audit's.</param>
    internal async Task<Finding?> ExamineAsync(string host, FenceRecord? record, ComputeService? service, DateTimeOffset began, CancellationToken cancellationToken)
    {
        if (recovery.Concerns(record, service) && !(record!.ConfirmedAt >= began))
            return await recovery.WatchAsync(service!, cancellationToken);
        var finding = comparison.Compare(host, record, service, began);
        switch (finding)
        {
            case { Kind: FindingKind.ClearedElsewhere } when record is { State: FenceState.AwaitingHeartbeat }:
                await book.ChangeAsync(page => Comparison.Follow(page, host, began), cancellationToken);
                return finding with { State = FenceState.Clear, Did = "took it down as unset, which it was waiting for", ToDo = "" };
            case { Kind: FindingKind.ClearedElsewhere }:
                if (record is { ClearedElsewhereAt: null })
                    await book.ChangeAsync(page => Comparison.MarkCleared(page, host, began), cancellationToken);
                return reassertion.IsDue(record! with { ClearedElsewhereAt = began }) ? await reassertion.TryAsync(finding, cancellationToken) : finding;
            case { Kind: FindingKind.Incomplete or FindingKind.AwaitingRestart }:
                if (service is not null
                    && await book.ChangeAsync(page => comparison.Settle(page, service, began), cancellationToken) is BookResult<FenceState?>.Done { Value: { } settled })
                {
                    return Settled(finding, settled, service);
                }

                if (service is { Host: var listed, ForcedDown: { } forcedDown })
                    await book.ChangeAsync(page => comparison.Reopen(page, listed, forcedDown), cancellationToken);
                var outcome = await fencer.FinishAsync(host, cancellationToken);
                return outcome is null
                    ? finding with { Did = "left it: an instance acts on it, or its last PUT may still arrive" }
                    : After(finding, outcome);
            // A row that says nothing agrees with nothing.
            case null or { Kind: FindingKind.InSync } when service is { ForcedDown: not null } && (record?.DownMayArriveUntil <= began || record?.UpMayArriveUntil <= began || record?.ClearedElsewhereAt is not null):
                await book.ChangeAsync(page => Comparison.Agrees(page, host, began), cancellationToken);
                return OrSilent(finding, record);
            default:
                return OrSilent(finding, record);
        }
    }

    private Finding? OrSilent(Finding? finding, FenceRecord? record) => finding is { Kind: FindingKind.InSync } ? silence.Of(record!) ?? finding : finding;

    private static Finding Settled(Finding finding, FenceState settled, ComputeService service) => (settled, service.ForcedDown) switch
    {
        (FenceState.Clear, true) => Comparison.Foreign(finding.Host) with { Did = "took it down as clear: its alerts ended before Nova was told" },
        (FenceState.Clear, _) => finding with { State = settled, Did = "took it down as clear: its alerts ended before Nova was told" },
        _ => finding with { State = settled, Did = "took it down as forced down: Nova has it so, by us" },
    };

    private static Finding After(Finding finding, Outcome outcome) => outcome.State switch
    {
        var given when outcome.Verdict == VerdictKind.Failed => finding with { State = given ?? finding.State, Did = $"tried: {outcome.Reason}", ToDo = "see why; the next audit tries again" },
        FenceState.Down => finding with { State = FenceState.Down, Did = "forced it down", ToDo = "" },
        FenceState.Clear => finding with { State = FenceState.Clear, Did = "unset it", ToDo = "" },
        FenceState.AwaitingRestart => finding with
        {
            Kind = FindingKind.AwaitingRestart,
            State = FenceState.AwaitingRestart,
            Did = "tried to unset it",
            ToDo = "restart nova-compute on it: its evacuated servers have to be cleaned up before Nova lets it up",
        },
        var state => finding with { State = state ?? finding.State, Did = $"tried: {outcome.Reason}", ToDo = "see why; the next audit tries again" },
    };
}

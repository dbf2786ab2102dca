using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <content>An operator's word beside another one's.</content>
internal sealed partial class HostDecider
{
    /// <summary>
    /// What is said of a command while which was looked, or evacuations were asked for, another operator said the opposite: that is the later word, and was perhaps
    /// answered as done. Null where nobody has, or nobody can tell, as the ledger could not be asked when the command came: no clock says which was first, as those of two instances differ.
    /// </summary>
    private static Verdict? SaidOtherwise(HostJob job, HostRecord record) => job.HasMetWords && OppositeAt(job.Command!, record) is { } opposite && opposite != job.OppositeWordAt
        ? new Verdict(VerdictKind.Held, Reason.ChangedSince, FormattableString.Invariant($"an operator {(job.Command!.ForcedDown ? "unset it" : "forced it down")} at {opposite:u}, after this was asked for: look again, and say it again if it still holds"))
        : null;

    /// <summary>When an operator said the opposite of this command last; null where none has.</summary>
    internal static DateTimeOffset? OppositeAt(OperatorCommand command, HostRecord? record) =>
        command.ForcedDown ? record?.OverruledAt : record?.Word is { Down: true } word ? word.At : null;
}

using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <content>An operator's word beside another one's.</content>
internal sealed partial class HostDecider
{
    /// <summary>
    /// What is said of a command while which was looked, or evacuations were asked for, another operator said the opposite: that is the later word, and was perhaps
    /// answered as done. Null where nobody has. That it is news to this instance counts too, as clocks of two differ.
    /// </summary>
    private static Verdict? SaidOtherwise(HostJob job, HostRecord record)
    {
        var opposite = job.Command!.ForcedDown ? record.OverruledAt : record.Word is { Down: true } word ? word.At : null;
        if (!job.HasMetWords)
            (job.HasMetWords, job.OppositeWordAt) = (true, opposite);
        return opposite > job.ReceivedAt && opposite != job.OppositeWordAt
            ? new Verdict(VerdictKind.Held, Reason.ChangedSince, FormattableString.Invariant($"an operator {(job.Command.ForcedDown ? "unset it" : "forced it down")} at {opposite:u}, after this was asked for: look again, and say it again if it still holds"))
            : null;
    }
}

using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <content>An operator's word beside another one's.</content>
internal sealed partial class HostDecider
{
    /// <summary>Notes when an operator had said the opposite of the job's command last, as it was when the command came. Returns whether one had.</summary>
    internal static bool MeetWords(HostJob job, HostRecord? record)
    {
        (job.HasMetWords, job.OppositeWordAt) = (true, OppositeAt(job, record));
        return job.OppositeWordAt is not null;
    }

    /// <summary>
    /// What is said of a command while which was looked, or evacuations were asked for, another operator said the opposite: that is the later word, and was perhaps
    /// answered as done. Null where nobody has. No clock says which was first, as those of two instances differ.
    /// </summary>
    private static Verdict? SaidOtherwise(HostJob job, HostRecord record)
    {
        // The ledger could not be asked when it came: what is known first is what was said before it.
        if (!job.HasMetWords)
            MeetWords(job, record);
        return OppositeAt(job, record) is { } opposite && opposite != job.OppositeWordAt
            ? new Verdict(VerdictKind.Held, Reason.ChangedSince, FormattableString.Invariant($"an operator {(job.Command!.ForcedDown ? "unset it" : "forced it down")} at {opposite:u}, after this was asked for: look again, and say it again if it still holds"))
            : null;
    }

    private static DateTimeOffset? OppositeAt(HostJob job, HostRecord? record) =>
        job.Command!.ForcedDown ? record?.OverruledAt : record?.Word is { Down: true } word ? word.At : null;
}

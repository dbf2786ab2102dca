namespace NovaFence.Core.Power;

/// <summary>What came of telling a BMC to switch its machine off.</summary>
public enum PowerOffStatus
{
    /// <summary>It took it, or says that the machine is off already: whether it is, its power says.</summary>
    Taken,

    /// <summary>It was sent, and nobody knows whether it was taken: no answer, or an error of the BMC's own.</summary>
    MayAct,

    /// <summary>It was not sent, or the BMC refused it: the machine does not go off because of it.</summary>
    Refused,

    /// <summary>It was not sent: the machine is not as it was, or it is not meant any more.</summary>
    NotSent,
}

/// <summary>What came of telling a BMC to switch its machine off.</summary>
/// <param name="Status">What it came to.</param>
/// <param name="Facts">What the BMC said, or why nothing was sent, in a few words for people.</param>
/// <param name="Read">What the BMC said of the machine's power just before; null where it was not asked.</param>
public sealed record PowerOffReply(PowerOffStatus Status, string Facts, PowerRead? Read);

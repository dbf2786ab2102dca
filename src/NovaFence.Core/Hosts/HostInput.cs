using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <summary>What can happen to a host's record. <see cref="HostStateMachine.Next"/> says what it makes of it in each state.</summary>
internal abstract record HostInput
{
    private HostInput()
    {
    }

    /// <summary>An alert was taken, and the rules have said what becomes of it.</summary>
    internal sealed record AlertTaken(AlertEntry Entry) : HostInput;

    /// <summary>An operator said that the host is to be down.</summary>
    internal sealed record OrderedDown(OperatorWord Word) : HostInput;

    /// <summary>An operator said that the host is to be up.</summary>
    internal sealed record OrderedUp(OperatorWord Word) : HostInput;

    /// <summary>The intent to force down is written.</summary>
    internal sealed record IntendedDown(Attempt Attempt, SeenBefore Before, string? ServiceId) : HostInput;

    /// <summary>The running attempt tells the BMC now to switch the machine off: from here on it may act.</summary>
    internal sealed record SwitchingOff(PowerOffSent Sent) : HostInput;

    /// <summary>The attempt to switch the machine off has ended.</summary>
    /// <param name="Sent">What was sent; null where nothing was.</param>
    /// <param name="Error">What went wrong; null where nothing did.</param>
    internal sealed record SwitchOffEnded(PowerOffSent? Sent, string? Error) : HostInput;

    /// <summary>The intent to unset is written.</summary>
    internal sealed record IntendedUp(Attempt Attempt, string? ServiceId) : HostInput;

    /// <summary>Nova confirmed the PUT of the running attempt.</summary>
    internal sealed record Confirmed(string? RequestId) : HostInput;

    /// <summary>Nova refused the PUT or did not answer it; <paramref name="MayArriveUntil"/> where it may still reach Nova.</summary>
    internal sealed record Failed(string? Error, DateTimeOffset? MayArriveUntil, string By, string? RequestId) : HostInput;

    /// <summary>The PUT was never sent: what was wanted or seen had changed, or there was no time left.</summary>
    internal sealed record NotSent : HostInput;

    /// <summary>Nova refuses the unset until nova-compute is restarted.</summary>
    internal sealed record RestartAwaited(string? Error) : HostInput;

    /// <summary>Nova no longer has the service that was to be unset.</summary>
    internal sealed record NoService : HostInput;

    /// <summary>The lease of the running attempt ended without an outcome: its PUT may have been sent, and may still arrive.</summary>
    internal sealed record LeaseEnded(DateTimeOffset MayArriveUntil) : HostInput;

    /// <summary>A look saw it forced down, and a PUT of NovaFence's may be the cause.</summary>
    internal sealed record SeenDown(bool IsOurs, DateTimeOffset LookedAt) : HostInput;

    /// <summary>A look saw it not forced down, and a late unset of NovaFence's may be the cause.</summary>
    internal sealed record RaisedByLateUnset(DateTimeOffset LookedAt) : HostInput;

    /// <summary>A look saw it not forced down, and another hand has raised it.</summary>
    internal sealed record RaisedByAnother(Hold Hold) : HostInput;

    /// <summary>A look saw it not forced down, as it is to be.</summary>
    internal sealed record SeenUp(DateTimeOffset LookedAt) : HostInput;

    /// <summary>A look saw Nova agree with the record after every PUT that was in doubt.</summary>
    internal sealed record Agreed(DateTimeOffset LookedAt) : HostInput;

    /// <summary>The intent to force down is given up before anything of it can have reached Nova: its alerts are held instead.</summary>
    internal sealed record Withdrawn(Hold Hold) : HostInput;

    /// <summary>Its alerts have ended, and it waits for nova-compute's reports.</summary>
    internal sealed record HealthAwaited : HostInput;
}

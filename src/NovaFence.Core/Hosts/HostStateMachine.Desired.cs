using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>Where a host is to be, and what it waits for where it stays.</summary>
internal enum Wish
{
    /// <summary>It stays as it is.</summary>
    Stay,

    /// <summary>It is to be forced down.</summary>
    Down,

    /// <summary>It is to be unset.</summary>
    Up,

    /// <summary>Nothing wants it down any more, and whether an intent of NovaFence's reached Nova has to be seen.</summary>
    Look,
}

/// <summary>What a record wants.</summary>
/// <param name="Wish">Where it is to be.</param>
/// <param name="Why">Why it stays; null where there is nothing to say.</param>
internal sealed record Desire(Wish Wish, Verdict? Why = null);

/// <summary>What <see cref="HostStateMachine.Desired"/> looks at beside the record.</summary>
/// <param name="Now">Our clock.</param>
/// <param name="Mode">Fence or observe.</param>
/// <param name="Paused">What keeps NovaFence from the host; null when nothing does.</param>
/// <param name="Release">How its alerts' routes release it.</param>
/// <param name="SettlesAt">Until when nothing is released, because a resolved was received; null where none was.</param>
/// <param name="IsHealthy">Whether nova-compute was seen to report as often as is asked for.</param>
internal sealed record DesireFacts(DateTimeOffset Now, FenceMode Mode, string? Paused, ReleasePolicy Release, DateTimeOffset? SettlesAt, bool IsHealthy);

/// <content>What a record wants, from the record and the facts beside it alone.</content>
internal static partial class HostStateMachine
{
    /// <summary>Where the record is to be driven, or what it waits for.</summary>
    internal static Desire Desired(HostRecord record, DesireFacts facts)
    {
        if (record.Word is { DoneAt: null } word && !record.IsLeftToAlerts(facts.Now))
        {
            if (!word.IsToBeSent(facts.Now))
                return Stay(VerdictKind.Recorded, Reason.AwaitingOperator, word.Asks ?? "Nova has not done it for an hour, so it is not sent any more; say it again or take it back");
            return facts.Mode == FenceMode.Observe ? Observing() : new Desire(word.Down ? Wish.Down : Wish.Up);
        }

        if (record.IsWantedDown)
        {
            if (record.State is HostState.Down or HostState.Clear)
                return new Desire(Wish.Stay);
            // It is not known to have been down, and perhaps the last word is that it has ended.
            if (record.DownSince is null && (!record.IsWantedByOperator || record.IsLeftToAlerts(facts.Now)) && record.Alerts.All(alert => !alert.WantsDown || alert.Status == AlertStatus.Pending))
                return Stay(VerdictKind.Held, Reason.Pending, "it fires again within the settle time after its resolved; when that ends the last word received counts");
            return Blocked(facts) ?? new Desire(Wish.Down);
        }

        switch (record.State)
        {
            case HostState.Clear:
                return new Desire(Wish.Stay);
            case HostState.ForcingDown when record.DownSince is null || facts.Release != ReleasePolicy.Manually:
                return new Desire(Wish.Look);
            case HostState.ForcingDown:
                // A late unset of NovaFence's own has raised what only an operator is to raise.
                return Blocked(facts) ?? new Desire(Wish.Down);
            default:
                return ToBeReleased(record, facts);
        }
    }

    private static Desire ToBeReleased(HostRecord record, DesireFacts facts)
    {
        if (record.Alerts.Any(alert => alert.KeepsDown))
            return Stay(VerdictKind.Recorded, Reason.AnotherAlertFires, "an alert of it fires, or waits");
        if (record.Before != SeenBefore.Free)
            return Stay(VerdictKind.Recorded, Reason.AwaitingOperator, "nobody saw it free before it was forced down, so only an operator unsets it");
        if (facts.Release == ReleasePolicy.Manually)
            return Stay(VerdictKind.Recorded, Reason.ReleasedManually, "its alerts have ended, and a route that held it down leaves the unset to an operator, or an end says nothing of the host");
        if (facts.SettlesAt > facts.Now)
            return Stay(VerdictKind.Recorded, Reason.Settling, FormattableString.Invariant($"its alerts have to stay resolved until {facts.SettlesAt:u}"));
        if (Blocked(facts) is { } blocked)
            return blocked;
        if (record.State == HostState.AwaitingRestart && record.RetryAt > facts.Now)
            return Stay(VerdictKind.Recorded, Reason.AwaitingRestart, "restart nova-compute on it: its evacuated servers have to be cleaned up before Nova lets it up");
        return facts.Release == ReleasePolicy.WhenHealthy && !facts.IsHealthy
            ? Stay(VerdictKind.Recorded, Reason.AwaitingHeartbeat, "nova-compute has to be seen to report")
            : new Desire(Wish.Up);
    }

    private static Desire? Blocked(DesireFacts facts)
    {
        if (facts.Mode == FenceMode.Observe)
            return Observing();
        return facts.Paused is { } paused ? Stay(VerdictKind.Held, Reason.Paused, paused) : null;
    }

    private static Desire Observing() => Stay(VerdictKind.Observed, Reason.ObserveOnly, "NovaFence only observes");

    private static Desire Stay(VerdictKind kind, Reason reason, string facts) => new(Wish.Stay, new Verdict(kind, reason, facts));
}

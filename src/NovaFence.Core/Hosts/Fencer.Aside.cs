using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <content>What becomes of alerts that are of no host of Nova's, or of several.</content>
internal sealed partial class Fencer
{
    /// <summary>Of an alert that names no host, or several: it waits beside the records until it can be taken, or ends.</summary>
    private async Task<HostOutcome> WithoutHostAsync(AlertEvent alert, HostResolution named, CancellationToken cancellationToken) =>
        await ledger.ChangeAsync(transaction => WithoutHost(transaction, alert, named), cancellationToken).WaitAsync(cancellationToken) switch
        {
            LedgerResult<HostOutcome>.Ok { Value: var outcome } => outcome,
            LedgerResult<HostOutcome>.Unavailable unavailable => new HostOutcome.Done(
                new Verdict(VerdictKind.Failed, cancellationToken.IsCancellationRequested ? Reason.OutOfTime : Reason.LedgerUnavailable, unavailable.Why), null),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };

    /// <summary>What becomes of such an event by these rows, and is written with them.</summary>
    internal HostOutcome WithoutHost(LedgerTransaction transaction, AlertEvent alert, HostResolution named)
    {
        if (transaction.Identity(alert.Receiver, alert.Fingerprint) is { } identity)
            return new HostOutcome.BelongsTo(identity.Hosts);
        // Another instance may know whose it is; what is kept aside here would not be found there.
        transaction.Rely(LedgerKey.Alert(alert.Receiver, alert.Fingerprint));
        var now = clock.GetUtcNow();
        var id = HostDecider.UnresolvedId(alert.Receiver, alert.Fingerprint);
        var known = transaction.Unresolved(id)?.Alert is { } kept && !(kept is { ToldOnce: true, IsOpen: true } && kept.At > now + options.Fencing.MaxClockSkew) ? kept : null;
        var (history, order) = (known ?? new AlertEntry { Receiver = alert.Receiver, Fingerprint = alert.Fingerprint })
            .Take(alert, options.Release.SettleTime, options.Fencing.MaxClockSkew, isFirst: known is null);
        if (order == AlertOrder.Superseded)
            return new HostOutcome.Done(new Verdict(VerdictKind.Ignored, Reason.Superseded, "of this alert a newer event is known"), null);
        var situation = SituationOf(alert, named, now);
        var verdict = Rules.Decide(situation).Verdict!;
        // What no route takes any more still waits for what it was held for.
        if (situation.SaysNothing is not null || (situation.Route is null && (known is null || alert.Status == AlertStatus.Firing)))
            return new HostOutcome.Done(verdict, null);
        // What is to come must not take the place of what is so.
        if (verdict.Reason == Reason.FromTheFuture && known is { IsOpen: true })
            return new HostOutcome.Done(verdict, null);
        // Nor is what was heard in time any older for being delivered once more.
        if (verdict.Reason == Reason.TooOld && known is { IsHeld: true, Held.Reason: not Reason.TooOld })
            return new HostOutcome.Done(verdict, null);
        if (known is null && !MakeRoom(transaction))
            return verdict.Kind == VerdictKind.Held ? TogetherWithOthers(transaction, alert, verdict, now) : new HostOutcome.Done(verdict, null);
        var isNews = known?.Held?.Reason != verdict.Reason;
        var entry = (AlertEntry)history with { Held = null };
        if (verdict.Kind == VerdictKind.Held)
            entry = entry.TakenBy(situation.Route) with { Name = AlertEntry.NameOf(alert), Link = alert.Link, Carried = situation.Route?.Evidence.CarriedBy(alert), Held = HoldOf(verdict, known?.Held, now) };
        // What has ended stays too: an earlier event that is delivered, or stored, only now must not be the first that is heard of the alert.
        transaction.Write(id, new UnresolvedAlert(NameIn(named), entry) { Mentions = UnresolvedAlert.Kept(HostResolver.Mentions(alert, options.Hosts)) });
        transaction.Write(alert.Receiver, alert.Fingerprint, new AlertIdentity([]));
        if (!entry.IsOpen && !transaction.UnresolvedIds().Any(other => other != UnresolvedAlert.More && transaction.Unresolved(other) is { Alert.IsOpen: true }))
            transaction.RemoveUnresolved(UnresolvedAlert.More);
        if (known?.Held?.Reason != entry.Held?.Reason)
            transaction.Append(NameIn(named) ?? DecisionEvent.NoHost, decider.Event("verdict", alert, verdict, situation, now));
        return new HostOutcome.Done(verdict, null) { IsNews = isNews };
    }

    /// <summary>Whether one more can be kept; of those that have ended the oldest makes room.</summary>
    private static bool MakeRoom(LedgerTransaction transaction)
    {
        var kept = transaction.UnresolvedIds().ToList();
        if (kept.Count < UnresolvedAlert.Most)
            return true;
        if (kept.Where(id => transaction.Unresolved(id) is { Alert.IsOpen: false }).MinBy(id => transaction.Unresolved(id)!.Alert.LastSeen) is not { } oldest)
            return false;
        transaction.ForgetAside(oldest, transaction.Unresolved(oldest)!);
        return true;
    }

    /// <summary>Beyond the bound they are counted in one row.</summary>
    private static HostOutcome.Done TogetherWithOthers(LedgerTransaction transaction, AlertEvent alert, Verdict verdict, DateTimeOffset now)
    {
        var entry = new AlertEntry
        {
            Receiver = alert.Receiver,
            Fingerprint = "more",
            Status = AlertStatus.Firing,
            At = alert.At,
            FirstSeen = now,
            LastSeen = now,
            Held = new Hold { Reason = verdict.Reason, Facts = $"more than {UnresolvedAlert.Most} alerts name no host of Nova's; the others are not kept one by one", Since = now, SeenAt = now },
        };
        var isNews = transaction.Unresolved(UnresolvedAlert.More) is null;
        transaction.MayBeLost();
        transaction.Write(UnresolvedAlert.More, new UnresolvedAlert(null, entry));
        return new HostOutcome.Done(verdict, null) { IsNews = isNews };
    }

    /// <summary>What a decision about an alert that is of no host looks at.</summary>
    internal Situation SituationOf(AlertEvent alert, HostResolution named, DateTimeOffset now) => new()
    {
        Now = now,
        Status = alert.Status,
        At = alert.At,
        TellsOfAMoment = alert.TellsOfAMoment,
        Receiver = alert.Receiver,
        Route = routes.Find(alert),
        SaysNothing = routes.SaysNothing(alert),
        Resolution = named,
        Mode = options.Mode,
        MaxAge = options.Fencing.MaxAge,
        MaxClockSkew = options.Fencing.MaxClockSkew,
        FleetSize = fleet.Current.Size,
    };

    private static Hold HoldOf(Verdict verdict, Hold? before, DateTimeOffset now) => new()
    {
        Reason = verdict.Reason,
        Facts = Excerpt.Cut(verdict.Facts, Hold.MaxFactsLength),
        Since = before?.Reason == verdict.Reason ? before.Since : now,
        SeenAt = now,
    };
}

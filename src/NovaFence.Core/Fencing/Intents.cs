using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Fencing;

/// <summary>Writes intents: the record says what is about to be done, and by whom, before Nova hears of it.</summary>
internal sealed class Intents(NovaFenceOptions options, RouteTable routes, FleetRegistry fleet, RunningAttempts running, TimeProvider clock)
{
    /// <summary>Writes the intent, takes the lease, and reserves the host's place in the budget.</summary>
    internal FenceRecord Begin(Page page, FenceRecord record, ComputeHost host, bool down, Verdict verdict, string attemptId, FenceEvent intent)
    {
        var now = clock.GetUtcNow();
        var status = StatusFor(record, down);
        var begun = record with
        {
            ServiceId = host.ServiceId ?? record.ServiceId,
            State = down ? FenceState.ForcingDown : FenceState.Releasing,
            Reason = verdict.Text,
            IntentAt = now,
            Attempt = new Attempt(attemptId, down, running.Instance, now + options.Fencing.Lease) { Status = status },
            Disabled = record.Disabled || status == StatusChange.Disable,
        };
        // Whoever held the lease before may have sent a PUT, and Nova may yet take it up.
        if (record.Attempt is { } before)
            begun = begun.WithArrival(before.Down, now + options.Fencing.Lease);
        page.MustLast();
        page.Write(begun);
        // Budget and pauses have to be as they are known when the intent is stored: written, also where nothing of them changes, so that the commit is
        // conditional on them. Read again before it, they would leave a pause the time to be answered in between.
        page.Write(down ? page.Reservations.With(record.Host) : page.Reservations);
        page.Append(record.Host, intent with { State = begun.State, Attempt = attemptId });
        return begun;
    }

    /// <summary>What somebody else disabled, last we heard, stays as they left it.</summary>
    private StatusChange StatusFor(FenceRecord record, bool down) => fleet.Current.IsDisabledByOthers(record.Host) ? StatusChange.Keep : (down, record.Disabled) switch
    {
        (true, _) when options.Fencing.Disable => StatusChange.Disable,
        (false, true) => StatusChange.Enable,
        _ => StatusChange.Keep,
    };

    /// <summary>
    /// Carries on with a host whose record and Nova may differ: what is wanted of it, by whatever was accepted before. Null when there is
    /// nothing to do, or somebody is at it.
    /// </summary>
    internal FenceRecord? Resume(Page page, FenceRecord record, string attemptId)
    {
        if (options.Mode == FenceMode.Observe || running.IsLive(record, clock.GetUtcNow()) || Wanted(record) is not { } down)
            return null;
        if (page.PauseOf(record.Host, clock.GetUtcNow()) is not null)
            return null;
        var verdict = new Verdict(down ? VerdictKind.ForceDown : VerdictKind.Unset, Reason.Unfinished, "what was wanted of this host was not finished");
        return Begin(page, record, new ComputeHost(record.Host, record.ServiceId), down, verdict, attemptId, new FenceEvent
        {
            Kind = "intent",
            At = clock.GetUtcNow(),
            Instance = running.Instance,
            Verdict = verdict.Kind,
            Reason = verdict.Text,
        });
    }

    /// <summary>The direction in which the record still has to be driven; null when it is where it is wanted, or waits for an operator.</summary>
    internal bool? Wanted(FenceRecord record) => (record.State, record.IsWantedDown) switch
    {
        (FenceState.Clear, false) => null,
        (FenceState.Down, true) => null,
        // Only a decision forces down from clear: budget and evidence have to be asked.
        (FenceState.Clear, true) => null,
        (_, true) => true,
        (FenceState.Releasing or FenceState.AwaitingRestart, false) => false,
        (_, false) => (ReleaseOf(record), record) switch
        {
            (ReleasePolicy.Immediately, _) => false,
            // Nova had it down once, and only an operator takes that back.
            (ReleasePolicy.Manually, { State: FenceState.ForcingDown, DownSince: not null }) => true,
            _ => null,
        },
    };

    /// <summary>
    /// Whether its alerts ended before Nova confirmed anything: nothing is to be forced down for them any more, but a PUT may have been sent, and only
    /// Nova's listing tells whether it arrived.
    /// </summary>
    internal bool IsUnsettled(FenceRecord record) => record is { State: FenceState.ForcingDown, IsWantedDown: false } && Wanted(record) is null;

    /// <summary>
    /// How the host is released: as the most careful of the routes that hold or held it down says, in whatever order its alerts came; manually where
    /// one of them is no longer configured, or an alert found no room.
    /// </summary>
    internal ReleasePolicy ReleaseOf(FenceRecord record) => record.HasLostAlerts
        ? ReleasePolicy.Manually
        : record.Alerts.Where(alert => alert.Accepted).Select(alert => alert.Route).Concat(record.ForgottenRoutes)
            .Select(route => routes.Named(route)?.Release ?? ReleasePolicy.Manually)
            .DefaultIfEmpty(ReleasePolicy.Immediately)
            .Max();

    /// <summary>
    /// Whether nothing but nova-compute's own life is missing for it to be unset. So it is too where an unset was begun and not finished: that may be
    /// long ago, and evacuations may have begun since.
    /// </summary>
    internal bool IsToBeReleasedWhenHealthy(FenceRecord record) =>
        record is { State: FenceState.Down or FenceState.AwaitingHeartbeat or FenceState.Releasing or FenceState.AwaitingRestart, Owner: FenceOwner.Alert, IsWantedDown: false, ClearedElsewhereAt: null }
        && ReleaseOf(record) == ReleasePolicy.WhenHealthy;
}

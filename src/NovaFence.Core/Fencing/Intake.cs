using NovaFence.Core.Alerts;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Budgets;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;
using NovaFence.Core.Storms;

namespace NovaFence.Core.Fencing;

/// <summary>Takes an alert into its host's record, with the verdict about it. Works on a page only, so it may run again.</summary>
internal sealed class Intake(NovaFenceOptions options, RouteTable routes, FleetRegistry fleet, RunningAttempts running, Intents intents, TimeProvider clock)
{
    /// <summary>What a decision about this alert looks at, the alert itself counted already.</summary>
    internal (Situation Situation, string? Name) See(Page page, AlertEvent alert, HostResolution resolution)
    {
        resolution = OrFromRecord(page, alert, resolution);
        var name = NameIn(resolution);
        Count(page, alert, name);
        return (Look(page, alert, resolution, resolution is HostResolution.Found found ? page.Record(found.Host.Name) : null), name);
    }

    /// <summary>Decides, records, and says what follows.</summary>
    internal Step Take(Page page, AlertEvent alert, HostResolution resolution, string attemptId)
    {
        var (situation, name) = See(page, alert, resolution);
        var host = (situation.Resolution as HostResolution.Found)?.Host;
        var record = situation.Record;
        var verdict = Decider.Decide(alert, situation);

        if (verdict.Reason == Reason.Watchdog)
            return Heard(page, alert, verdict);
        if (host is null)
            return Unresolved(page, alert, name, situation, verdict);
        if (verdict.Reason is not (Reason.FromTheFuture or Reason.TooManyAlerts))
            page.RemoveUnresolved(UnresolvedId(alert));
        return verdict.Reason switch
        {
            Reason.NoRoute or Reason.Superseded or Reason.Overruled => Answer(alert, host.Name, verdict, record?.State),
            Reason.FromTheFuture or Reason.TooManyAlerts => Unresolved(page, alert, name, situation, verdict),
            _ => Taken(page, alert, host, record ?? new FenceRecord { Host = host.Name }, situation, verdict, attemptId),
        };
    }

    /// <summary>Nothing rests on a word of it that is lost: the next one comes soon.</summary>
    private static Step.Answer Heard(Page page, AlertEvent alert, Verdict verdict)
    {
        page.MayBeLost();
        page.Write(page.Watchdog.With(alert));
        return Answer(alert, null, verdict, null);
    }

    private Step Taken(Page page, AlertEvent alert, ComputeHost host, FenceRecord record, Situation situation, Verdict verdict, string attemptId)
    {
        var known = record.Find(alert);
        var firing = alert.Status == AlertStatus.Firing;
        var accepted = firing ? IsAccepted(alert, known, verdict, situation) : known?.Accepted ?? false;
        var hold = firing && verdict.Kind == VerdictKind.Held ? verdict.Text : null;
        var taken = record.HasRoomFor(alert)
            ? record.With(alert, accepted, situation.Route?.Name ?? known?.Route, hold, verdict.Reason == Reason.Stale)
            : record with { HasLostAlerts = record.HasLostAlerts || accepted };

        if (accepted && situation.Route?.Evidence is Evidence.Corroborated)
            taken = WithThoseThatAgree(taken, alert, situation.Now);

        if (verdict.Reason == Reason.AwaitingHeartbeat && intents.IsToBeReleasedWhenHealthy(taken) && taken.State == FenceState.Down)
            taken = taken.Awaiting(situation.Now) with { Reason = verdict.Text };

        if (verdict.Kind is not (VerdictKind.ForceDown or VerdictKind.Unset))
        {
            page.Write(taken);
            if (verdict.Reason == Reason.Budget)
                page.Write(page.Reservations);
            // What is over must not hold an alert that is perhaps not repeated for hours.
            if (verdict.Reason == Reason.Paused)
                page.Rely(LedgerKey.Budget);
            if (verdict.Reason == Reason.MonitoringSilent)
                page.Rely(LedgerKey.Watchdog);
            if (verdict.Reason == Reason.Storm)
                page.Rely(LedgerKey.Alerting);
            if (known?.At != alert.At || known.Status != alert.Status || known.Hold != hold)
                page.Append(record.Host, Event("verdict", alert, verdict, situation) with { State = taken.State });
            return Answer(alert, host.Name, verdict, taken.State);
        }

        if (running.IsLive(record, situation.Now))
        {
            page.Write(taken);
            // Whoever is at it goes on with what is wanted by then, and asks for no place.
            if (verdict.Kind == VerdictKind.ForceDown)
                page.Write(page.Reservations.With(record.Host));
            page.Append(record.Host, Event("verdict", alert, verdict, situation) with { State = record.State });
            var busy = new Verdict(verdict.Kind, Reason.InProgress, "recorded; an instance acts on this host now, and will see it");
            var meanwhile = Outcome(alert, host.Name, busy, record.State);
            return record.Attempt!.By == running.Instance ? new Step.Wait(record.Attempt.Id, meanwhile) : new Step.Answer(meanwhile);
        }

        var down = verdict.Kind == VerdictKind.ForceDown;
        if (down)
        {
            page.Rely(LedgerKey.Alerting);
            taken = taken with
            {
                Owner = record.Owner == FenceOwner.Operator ? FenceOwner.Operator : FenceOwner.Alert,
                Route = situation.Route!.Name,
                Evidence = situation.Route.Evidence.ToString(),
                StartsAt = alert.At,
                ReceivedAt = alert.ReceivedAt,
            };
        }

        var begun = intents.Begin(page, taken, host, down, verdict, attemptId, Event("intent", alert, verdict, situation));
        return new Step.Perform(begun.Attempt!, host, verdict, Outcome(alert, host.Name, verdict, begun.State));
    }

    /// <summary>
    /// Whether the host is wanted down while this alert fires. What was accepted stays so until it resolves, whatever a repeat of it lacks:
    /// dropping it would unset a host whose alert still fires.
    /// </summary>
    private static bool IsAccepted(AlertEvent alert, AlertEntry? known, Verdict verdict, Situation situation) =>
        known is { WantsDown: true }
        || (verdict.Reason is Reason.HostDown or Reason.AlreadyDown or Reason.ClearedElsewhere && Decider.HasMerit(alert, situation));

    /// <summary>
    /// What agreed with this alert is accepted with it: the host is not released while one of them fires, whichever came first.
    /// </summary>
    private FenceRecord WithThoseThatAgree(FenceRecord record, AlertEvent alert, DateTimeOffset now) => record with
    {
        Alerts =
        [
            .. record.Alerts.Select(other => !other.Accepted
                && routes.Named(other.Route)?.Evidence is Evidence.Corroborated own
                && record.Agreeing(alert, now - own.Window).Contains(other)
                && record.Alerts.Count(source => source is { Status: AlertStatus.Firing, Stale: false } && source.LastSeen >= now - own.Window) >= own.Sources
                    ? other with { Accepted = true, Hold = null }
                    : other),
        ],
    };

    /// <summary>Every firing alert counts for the storm breaker, before any rule is asked.</summary>
    private void Count(Page page, AlertEvent alert, string? name)
    {
        var now = clock.GetUtcNow();
        if (alert.Status == AlertStatus.Firing && name is not null && !alert.IsOwnFinding && !routes.IsWatchdog(alert) && !page.Alerting.KnowsOf(name, now, options.Storm.Window))
            page.Write(page.Alerting.With(name, now, options.Storm.Window));
    }

    private static string? NameIn(HostResolution resolution) => resolution switch
    {
        HostResolution.Found found => found.Host.Name,
        HostResolution.Unknown unknown => unknown.Name,
        HostResolution.Ambiguous ambiguous => ambiguous.Name,
        _ => null,
    };

    /// <summary>Of an alert that no record can take: it waits beside the records until it can be taken, or ends.</summary>
    private Step.Answer Unresolved(Page page, AlertEvent alert, string? name, Situation situation, Verdict verdict)
    {
        var id = UnresolvedId(alert);
        if (verdict.Kind != VerdictKind.Held)
        {
            page.RemoveUnresolved(id);
            return Answer(alert, name, verdict, situation.Record?.State);
        }

        var known = page.Unresolved(id)?.Alert;
        var entry = new FenceRecord { Host = "" }.With(alert, accepted: false, situation.Route?.Name, verdict.Text).Alerts[0];
        page.Write(id, new UnresolvedAlert(name, entry with { FirstSeen = known?.FirstSeen ?? entry.FirstSeen }));
        if (known?.At != alert.At || known.Hold != verdict.Text)
            page.Append(name ?? FenceEvent.NoHost, Event("verdict", alert, verdict, situation) with { State = situation.Record?.State });
        return Answer(alert, name, verdict, situation.Record?.State);
    }

    /// <summary>A host that Nova no longer lists may still have a record, and its resolved alert belongs there.</summary>
    private static HostResolution OrFromRecord(Page page, AlertEvent alert, HostResolution resolution) =>
        resolution is HostResolution.Unknown { Name: { } name } && alert.Status == AlertStatus.Resolved && page.Record(name) is { } record
            ? new HostResolution.Found(new ComputeHost(record.Host, record.ServiceId), "record")
            : resolution;

    private Situation Look(Page page, AlertEvent alert, HostResolution resolution, FenceRecord? record)
    {
        var reservations = page.Reservations;
        var hasPlace = record is not null && reservations.Holds(record.Host);
        var current = fleet.Current;
        var now = clock.GetUtcNow();
        var route = routes.Find(alert);
        var vouching = routes.Watchdog is { Holds: true } watchdog && watchdog.Receiver == alert.Receiver ? watchdog : null;
        return new Situation
        {
            Now = now,
            Route = route,
            Pause = resolution is HostResolution.Found named ? page.PauseOf(named.Host.Name, now) : null,
            Corroborating = 1 + (route?.Evidence is Evidence.Corroborated evidence ? record?.Agreeing(alert, now - evidence.Window).Count() ?? 0 : 0),
            HostsAlerting = page.Alerting.Count(now, options.Storm.Window),
            StormLimit = StormLimit.Of(options.Storm, current.Size),
            Release = record is null ? ReleasePolicy.Manually : intents.ReleaseOf(record),
            Resolution = resolution,
            Record = record,
            ForcedDownElsewhere = resolution is HostResolution.Found found
                && current.WasForcedDown(found.Host.Name)
                && record?.DownMayArriveUntil is null
                && !(record?.ConfirmedAt >= current.ListedAt),
            IsWatchdog = routes.IsWatchdog(alert),
            MonitoringSilent = vouching is not null && page.Watchdog.IsSilent(now, vouching.SilentAfter),
            WatchdogHeardAt = vouching is null ? null : page.Watchdog.HeardAt,
            Mode = options.Mode,
            HostsDown = reservations.Places.Count - (hasPlace ? 1 : 0),
            HasPlace = hasPlace,
            BudgetLimit = BudgetLimit.Of(options.Budget, current.Size),
            FleetSize = current.Size,
            MaxAge = options.Fencing.MaxAge,
            MaxClockSkew = options.Fencing.MaxClockSkew,
        };
    }

    private FenceEvent Event(string kind, AlertEvent alert, Verdict verdict, Situation situation) => new()
    {
        Kind = kind,
        At = situation.Now,
        Instance = running.Instance,
        Verdict = verdict.Kind,
        Reason = verdict.Text,
        Alert = new FenceEvent.SeenAlert(alert.Receiver, alert.Fingerprint, alert.Status, alert.At, alert.ReceivedAt),
        Situation = Seen(alert, situation),
    };

    /// <summary>The values that the rules looked at.</summary>
    internal static FenceEvent.SeenSituation Seen(AlertEvent alert, Situation situation) => new()
    {
        Route = situation.Route?.Name,
        Evidence = situation.Route?.Evidence.ToString(),
        HostFrom = (situation.Resolution as HostResolution.Found)?.From,
        State = situation.Record?.State,
        Owner = situation.Record?.Owner,
        AlertsFiring = situation.Record?.Alerts.Count(entry => entry.Status == AlertStatus.Firing) ?? 0,
        LastTakenOfThisAlert = situation.Record?.Find(alert)?.At,
        HostsAlerting = situation.HostsAlerting,
        StormLimit = situation.StormLimit,
        Corroborating = situation.Corroborating,
        Paused = situation.Pause?.Reason,
        WatchdogHeardAt = situation.WatchdogHeardAt,
        HostsDown = situation.HostsDown,
        BudgetLimit = situation.BudgetLimit,
        FleetSize = situation.FleetSize,
        ForcedDownElsewhere = situation.ForcedDownElsewhere,
        Mode = situation.Mode.ToString(),
    };

    private static string UnresolvedId(AlertEvent alert) => $"{alert.Receiver}:{alert.Fingerprint}";

    private static Step.Answer Answer(AlertEvent alert, string? host, Verdict verdict, FenceState? state) => new(Outcome(alert, host, verdict, state));

    private static Outcome Outcome(AlertEvent alert, string? host, Verdict verdict, FenceState? state) =>
        new() { Fingerprint = alert.Fingerprint, Host = host, Verdict = verdict.Kind, Reason = verdict.Text, State = state };
}

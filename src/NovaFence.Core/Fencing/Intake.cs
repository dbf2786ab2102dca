using NovaFence.Core.Alerts;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Budgets;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Fencing;

/// <summary>Takes an alert into its host's record, with the verdict about it. Works on a page only, so it may run again.</summary>
internal sealed class Intake(NovaFenceOptions options, RouteTable routes, FleetRegistry fleet, RunningAttempts running, Intents intents, TimeProvider clock)
{
    /// <summary>Decides, records, and says what follows.</summary>
    internal Step Take(Page page, AlertEvent alert, HostResolution resolution, string attemptId)
    {
        resolution = OrFromRecord(page, alert, resolution);
        var host = (resolution as HostResolution.Found)?.Host;
        var record = host is null ? null : page.Record(host.Name);
        var situation = Look(page, alert, resolution, record);
        var verdict = Decider.Decide(alert, situation);

        if (host is null)
            return Unresolved(page, alert, resolution, situation, verdict);
        if (verdict.Reason is not (Reason.FromTheFuture or Reason.TooManyAlerts))
            page.RemoveUnresolved(UnresolvedId(alert));
        return verdict.Reason switch
        {
            Reason.NoRoute or Reason.Superseded or Reason.Overruled => Answer(alert, host.Name, verdict, record?.State),
            Reason.FromTheFuture or Reason.TooManyAlerts => Unresolved(page, alert, resolution, situation, verdict),
            _ => Taken(page, alert, host, record ?? new FenceRecord { Host = host.Name }, situation, verdict, attemptId),
        };
    }

    private Step Taken(Page page, AlertEvent alert, ComputeHost host, FenceRecord record, Situation situation, Verdict verdict, string attemptId)
    {
        var known = record.Find(alert);
        var firing = alert.Status == AlertStatus.Firing;
        var accepted = firing ? IsAccepted(alert, known, verdict, situation) : known?.Accepted ?? false;
        var hold = firing && verdict.Kind == VerdictKind.Held ? verdict.Text : null;
        var taken = record.HasRoomFor(alert)
            ? record.With(alert, accepted, situation.Route?.Name ?? known?.Route, hold)
            : record with { HasLostAlerts = record.HasLostAlerts || accepted };

        if (verdict.Kind is not (VerdictKind.ForceDown or VerdictKind.Unset))
        {
            page.Write(taken);
            if (verdict.Reason == Reason.Budget)
                page.Write(page.Reservations);
            if (known?.At != alert.At || known.Status != alert.Status || known.Hold != hold)
                page.Append(record.Host, Event("verdict", alert, verdict, situation) with { State = record.State });
            return Answer(alert, host.Name, verdict, record.State);
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

    /// <summary>Of an alert that no record can take: it waits beside the records until it can be taken, or ends.</summary>
    private Step.Answer Unresolved(Page page, AlertEvent alert, HostResolution resolution, Situation situation, Verdict verdict)
    {
        var name = resolution switch
        {
            HostResolution.Unknown unknown => unknown.Name,
            HostResolution.Ambiguous ambiguous => ambiguous.Name,
            HostResolution.Found found => found.Host.Name,
            _ => null,
        };
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
            page.Append(name ?? "-", Event("verdict", alert, verdict, situation) with { State = situation.Record?.State });
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
        return new Situation
        {
            Now = clock.GetUtcNow(),
            Route = routes.Find(alert),
            Release = record is null ? ReleasePolicy.Manually : intents.ReleaseOf(record),
            Resolution = resolution,
            Record = record,
            ForcedDownElsewhere = resolution is HostResolution.Found found
                && current.WasForcedDown(found.Host.Name)
                && record?.DownMayArriveUntil is null
                && !(record?.ConfirmedAt >= current.ListedAt),
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
        Situation = new FenceEvent.SeenSituation
        {
            Route = situation.Route?.Name,
            Evidence = situation.Route?.Evidence.ToString(),
            HostFrom = (situation.Resolution as HostResolution.Found)?.From,
            State = situation.Record?.State,
            Owner = situation.Record?.Owner,
            AlertsFiring = situation.Record?.Alerts.Count(entry => entry.Status == AlertStatus.Firing) ?? 0,
            LastTakenOfThisAlert = situation.Record?.Find(alert)?.At,
            HostsDown = situation.HostsDown,
            BudgetLimit = situation.BudgetLimit,
            FleetSize = situation.FleetSize,
            ForcedDownElsewhere = situation.ForcedDownElsewhere,
            Mode = situation.Mode.ToString(),
        },
    };

    private static Step.Answer Answer(AlertEvent alert, string? host, Verdict verdict, FenceState? state) => new(Outcome(alert, host, verdict, state));

    private static Outcome Outcome(AlertEvent alert, string? host, Verdict verdict, FenceState? state) =>
        new() { Fingerprint = alert.Fingerprint, Host = host, Verdict = verdict.Kind, Reason = verdict.Text, State = state };

    private static string UnresolvedId(AlertEvent alert) => $"{alert.Receiver}:{alert.Fingerprint}";
}

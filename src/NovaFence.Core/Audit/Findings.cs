using System.Globalization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>Says what a person has to know of a host, from its record and Nova's row as they are after the audit has done what it could. One finding per host.</summary>
internal sealed class Findings(NovaFenceOptions options, RouteTable routes, KnownReceivers receivers, HostDecider decider, INotificationSender notified) : IHostNeeds
{
    /// <summary>Beside an audit nothing is concluded from an older listing: an instance that never audits lists only for alerts.</summary>
    private static readonly TimeSpan LookSays = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public string? ToDo(LedgerTransaction transaction, string host, HostRecord? record, Fleet look, DateTimeOffset now) =>
        Of(transaction, host, record, now - look.EndedAt > LookSays ? Fleet.Empty : look, "", now) is { NeedsAPerson: true } finding ? finding.ToDo : null;

    /// <summary>The finding; null for a host of which there is nothing to say.</summary>
    /// <param name="transaction">The rows.</param>
    /// <param name="host">The host.</param>
    /// <param name="record">Its record; null when there is none.</param>
    /// <param name="look">The listing.</param>
    /// <param name="did">What the audit did.</param>
    /// <param name="now">Our clock.</param>
    internal Finding? Of(LedgerTransaction transaction, string host, HostRecord? record, Fleet look, string did, DateTimeOffset now)
    {
        if (record is null && transaction.HasUnreadableRecord(host))
            return new Finding(host, FindingKind.LedgerInconsistent, HostState.Clear, "", "its row in the ledger is not as NovaFence writes it: whether it is down, and by whose word, is not known, and nothing is done about it. Restore the ledger from before somebody changed it");
        var sighting = look.Sight(host, options.Cloud.ReportInterval);
        // What was done since the look is newer than it: then another hand's doing is not concluded from it.
        if ((record?.ConfirmedAt >= look.BeganAt || record?.RaisedAt >= look.BeganAt) && sighting.IsTold)
            sighting = sighting with { Kind = record.IsHeldDown ? SightingKind.ForcedDown : SightingKind.Free, Service = null };
        var found = record is { IsHeldDown: true } ? OfHeldDown(transaction, record, sighting, now) : OfClear(host, record, sighting);
        if (found is null)
            return did.Length > 0 ? new Finding(host, FindingKind.InSync, record?.State ?? HostState.Clear, did, "") : null;
        return found with { Did = did };
    }

    /// <summary>The findings of no host: the watchdog, the clocks, the budget beside the records.</summary>
    /// <param name="transaction">The rows.</param>
    /// <param name="records">The hosts' records among them.</param>
    /// <param name="fleet">The listing.</param>
    /// <param name="now">Our clock.</param>
    internal IEnumerable<Finding> OfNoHost(LedgerTransaction transaction, IReadOnlyCollection<HostRecord> records, Fleet fleet, DateTimeOffset now)
    {
        if (routes.Watchdog is { } watchdog && transaction.Watchdog() is var heard && heard.IsSilent(now, watchdog.SilentAfter, options.Fencing))
        {
            var since = heard.HeardAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"has not been heard since {at:u}") : "was never heard";
            var means = watchdog.Holds ? $"; until then no alert of {watchdog.Receiver} forces a host down" : "";
            yield return OfNone(FindingKind.MonitoringSilent, $"the watchdog {since}: see whether Prometheus and Alertmanager work and reach NovaFence{means}");
        }

        if (fleet.Leapt is var leapt && leapt != TimeSpan.Zero)
            yield return OfNone(FindingKind.ClocksDisagree, FormattableString.Invariant($"this machine's clock has leapt, and is {leapt.TotalSeconds:0} s ahead of what time it is by the cloud's: set it by NTP. Until then NovaFence goes by the time that has passed since"));
        else if (fleet.ClocksDisagree)
            yield return OfNone(FindingKind.ClocksDisagree, FormattableString.Invariant($"Keystone's clock is {fleet.ClockAhead!.Value.TotalSeconds:0} s ahead of this machine's: set both by NTP. Until then a host's report is young for as long as no other host's is newer"));
        var places = transaction.Places();
        if (PlacesLeft.Of(places, fleet, options.Budget, now) is { Full.Count: > 0 } full)
            yield return OfNone(FindingKind.NoPlaceLeft, $"{full.Counted} No place is left, so the next alert is held. {full.ToDo}");
        // What an operator unsets that another hand forced down never had a place.
        var without = records.Count(record => record.IsHeldDown && record.State != HostState.Releasing && record is not { State: HostState.AwaitingRestart, DownSince: null } && !places.Holds(record.Host));
        var marks = records.Where(record => record.IsHeldDown || record.Attempt is not null).Select(record => HostMark.Of(record.Host)).ToHashSet(StringComparer.Ordinal);
        var empty = places.Taken.Count(mark => !marks.Contains(mark));
        // What cannot be read may be of a host that is down.
        if (transaction.UnreadableRows() is { Count: > 0 } damaged)
            yield return OfNone(FindingKind.LedgerInconsistent, $"these rows of the ledger are not as NovaFence writes them, and nothing is done that needs them: {Excerpt.Names(damaged, LedgerCheck.MostNamed)}. Restore the ledger from before somebody changed them");
        else if (without + empty > 0)
            yield return OfNone(FindingKind.LedgerInconsistent, $"{without} hosts are down without a place in the budget, and {empty} places are of hosts that are not down: say so to whoever looks after NovaFence");
        if (ParkedReceivers.ToDo(transaction, notified.Receivers) is { } parked)
            yield return OfNone(FindingKind.NotificationsParked, parked);
        foreach (var waiting in transaction.Unresolved().Where(waiting => waiting.Alert.IsHeld))
        {
            // What an alert gives as a name is nothing to be pasted into a shell, unless Nova has a host that is called so.
            var toDo = waiting.Name is { } name && fleet.Find(name) is { } listed ? $". If it is fenced: {ForceDown(listed.Name)}" : ". See docs/workflow.md";
            yield return new Finding(waiting.Name ?? Finding.NoHost, FindingKind.Held, HostState.Clear, "", $"{waiting.Alert.Hold}{toDo}") { Reason = waiting.Alert.Held?.Reason.Title() };
        }
    }

    private static string Unset(string host) => OperatorCommand.Line(host, forcedDown: false);

    private static string ForceDown(string host) => OperatorCommand.Line(host, forcedDown: true);

    private static Finding OfNone(FindingKind kind, string toDo) => new(Finding.NoHost, kind, HostState.Clear, "", toDo);

    private Finding? OfClear(string host, HostRecord? record, Sighting sighting)
    {
        var state = record?.State ?? HostState.Clear;
        if (sighting.Kind == SightingKind.ForcedDown)
            return new Finding(host, FindingKind.Foreign, state, "", $"forced down, but not by NovaFence; whoever did it has to unset it, or: {Unset(host)}");
        if (record is { RaisedAt: { } raised, Word: { } word })
            return new Finding(host, FindingKind.FiresWhileUp, state, "", string.Create(CultureInfo.InvariantCulture, $"an operator forced it down ({word.By}), and another hand has it up since {raised:u}: say it again, or take it back: {Unset(host)}"));
        if (record?.Word is { DoneAt: null } asks)
            return new Finding(host, FindingKind.AwaitingOperator, state, "", asks.Asks ?? "an operator's word is not done yet");
        if (record?.Alerts.FirstOrDefault(alert => alert is { IsOpen: true, IsOverruled: true }) is not null)
            return new Finding(host, FindingKind.FiresWhileUp, state, "", $"an operator unset it, and its alert still fires: if it is dead after all, {ForceDown(host)}");
        if (record?.Alerts.FirstOrDefault(alert => alert is { IsHeld: true, Held.Reason: Reason.FiresWhileUp }) is { } up)
            return new Finding(host, FindingKind.FiresWhileUp, state, "", $"{up.Hold}. See who raised it; if it is fenced: {ForceDown(host)}");
        var held = NearestHold.Among(record?.Alerts ?? []);
        // It is neither held nor accepted: its sender may not say it again for hours, or never.
        var observed = options.Mode == FenceMode.Fence && routes.Routes.Count > 0 ? record?.Alerts.FirstOrDefault(alert => alert is { Status: AlertStatus.Firing, Accepted: false, IsHeld: false }) : null;
        if (held is not null && (observed is null || NearestHold.HasEvidence(held)))
            return new Finding(host, FindingKind.Held, state, "", $"{held.Hold}. If it is fenced: {ForceDown(host)}") { Reason = held.Held?.Reason.Title() };
        if (record?.Alerts.FirstOrDefault(alert => alert.Notice is not null) is { } noted)
            return new Finding(host, FindingKind.AwaitingOperator, state, "", noted.Notice!);
        if (observed is not null)
            return new Finding(host, FindingKind.AwaitingOperator, state, "", string.Create(CultureInfo.InvariantCulture, $"its alert {observed.Fingerprint} has fired since {observed.PeriodSince:u}, when NovaFence only observed: if it is dead, {ForceDown(host)}"));
        return sighting is { Kind: SightingKind.Free, Service: { Disabled: true, DisabledReason: ComputeService.OurReason } }
            ? new Finding(host, FindingKind.LeftDisabled, state, "", "it is up, and still disabled with NovaFence's reason: enable it (openstack compute service set --enable) when it may take servers again")
            : null;
    }

    private Finding OfHeldDown(LedgerTransaction transaction, HostRecord record, Sighting sighting, DateTimeOffset now)
    {
        Finding Says(FindingKind kind, string toDo) => new(record.Host, kind, record.State, "", toDo);
        if (sighting.Kind == SightingKind.Missing)
            return Says(FindingKind.Gone, $"Nova no longer lists this service; if it was deleted for good, unset it by name: {Unset(record.Host)}");
        if (sighting.Kind is SightingKind.CellDown)
            return Says(FindingKind.Unknown, "its cell does not answer; nothing is concluded");
        if (sighting.Kind is SightingKind.Several)
            return Says(FindingKind.Unknown, "Nova lists several nova-compute services of this host; nothing is done about it");
        if (record.Word is { DoneAt: null } word && !word.IsToBeSent(now))
        {
            var alone = record.IsLeftToAlerts(now) ? $". Its alert is acted on all the same{(record.LastError is { } failed ? $": {failed}; it is tried again" : "")}" : "";
            return Says(FindingKind.AwaitingOperator, $"{word.Asks ?? "Nova has not done an operator's word for an hour, and it is not sent any more: say it again, or take it back"}{alone}");
        }

        switch (record.State)
        {
            // What it waits for is newer than what Nova said to the last PUT.
            case HostState.Releasing when record is { Attempt: null, IsWantedDown: false, ReleaseLacks: not null } && Released(transaction, record, now) is { Kind: not FindingKind.InSync } waits:
                return waits;
            case HostState.ForcingDown when record.SwitchedOff is { } told && record.MayGoOff(now):
                return Says(FindingKind.Incomplete, string.Create(CultureInfo.InvariantCulture, $"its BMC was told at {told.At:u} to switch it off ({told.Said ?? "no answer"}); it is forced down when that has said twice that it is off"));
            case HostState.ForcingDown or HostState.Releasing when options.Mode == FenceMode.Observe && record.Attempt is null:
                return Says(FindingKind.AwaitingOperator, $"NovaFence only observes, and leaves undone what it had begun, which was to {(record.State == HostState.Releasing ? "unset it" : "force it down")}: do that in Nova, or let NovaFence:Mode be fence");
            case HostState.ForcingDown or HostState.Releasing:
                return Says(FindingKind.Incomplete, record.LastError is { } error ? $"{error}; see why; it is tried again" : "");
            case HostState.AwaitingRestart:
                return Says(FindingKind.AwaitingRestart, "restart nova-compute on it: its evacuated servers have to be cleaned up before Nova lets it up");
        }

        if (record.PoweredOnAt is { } on)
            return Says(FindingKind.PoweredOn, string.Create(CultureInfo.InvariantCulture, $"its machine was proven off, and runs, seen at {on:u}, while {(record.IsWantedByAlerts ? "its alert fires" : "servers are evacuated from it")}: they may run twice. See who switched it on, at once, and switch it off"));
        if (record.ContradictedAt is { } at)
            return Says(FindingKind.Contradicted, string.Create(CultureInfo.InvariantCulture, $"it is forced down, and nova-compute there reports, seen at {at:u}: its servers may run twice. See whether it is fenced, at once; if it lives and nothing was evacuated: {Unset(record.Host)}"));
        if (record.Alerts.FirstOrDefault(alert => alert.Notice is not null) is { } noted)
            return Says(FindingKind.AwaitingOperator, noted.Notice!);
        if (record.IsWantedByOperator)
            return Says(FindingKind.InSync, "");
        if (record.Before != SeenBefore.Free)
            return Says(FindingKind.AwaitingOperator, $"nobody saw whether it was free before it was forced down, so NovaFence will not unset it: if it is to be up, {Unset(record.Host)}");
        if (!record.IsWantedByAlerts)
            return Released(transaction, record, now);
        // How long an alert may be silent is configured where the routes are.
        if (routes.Routes.Count == 0)
            return Says(FindingKind.InSync, "");
        if (record.Alerts.Where(alert => alert.WantsDown).Select(alert => alert.Receiver).Distinct(StringComparer.Ordinal).ToList() is var heardOf && !heardOf.Exists(receivers.Has))
            return Says(FindingKind.AwaitingOperator, $"its alerts came through {string.Join(" and ", heardOf)}, and there is no such receiver any more, so nobody hears that they end: give the receiver its name back (NovaFence:Receivers:Generic); if the host is well, unset it by name: {Unset(record.Host)}");
        if (IsStale(record, now))
            return Says(FindingKind.Stale, string.Create(CultureInfo.InvariantCulture, $"its alerts have not been heard since {record.Alerts.Where(alert => alert.WantsDown).Max(alert => alert.LastSeen):u}: see whether the monitoring still watches it; if it is well, unset it by name: {Unset(record.Host)}"));
        return AwaitsResolved(record, now)
            ? Says(FindingKind.AwaitingResolved, $"every alert that repeats has ended, and one that is told once still stands: resolve it where it was opened, or {Unset(record.Host)}")
            : Says(FindingKind.InSync, "");
    }

    private Finding Released(LedgerTransaction transaction, HostRecord record, DateTimeOffset now)
    {
        var why = decider.Desired(transaction, record, now).Why;
        return why?.Reason switch
        {
            // Without routes every release seems to be an operator's.
            Reason.ReleasedManually when routes.Routes.Count == 0 => AsLastFound(transaction, record),
            Reason.ReleasedManually or Reason.AwaitingOperator => new Finding(record.Host, FindingKind.AwaitingOperator, record.State, "", $"{why.Facts}: {Unset(record.Host)}"),
            Reason.AwaitingHeartbeat => Awaiting(record, now),
            Reason.ObserveOnly => new Finding(record.Host, FindingKind.AwaitingOperator, record.State, "", "its alerts have ended, and NovaFence only observes and leaves it down: unset it in Nova, or let NovaFence:Mode be fence"),
            Reason.AnotherAlertFires when record.Alerts.FirstOrDefault(alert => alert is { KeepsDown: true, IsHeld: true }) is { } held =>
                new Finding(record.Host, FindingKind.Held, record.State, "", $"{held.Hold}. It is kept down by that; if it is well, unset it by name: {Unset(record.Host)}"),
            // What nobody could be asked is asked again; what was waited for, and stands no more, is no matter of an operator's.
            null when record is { ReleaseLacks: { } unseen, ReleaseLacksFor: Reason.NovaUnavailable or Reason.NotPermitted } => new Finding(record.Host, FindingKind.Incomplete, record.State, "", unseen),
            null when record is { ReleaseLacks: { } lacks, ReleaseLacksFor: null or Reason.Evacuating } => new Finding(record.Host, FindingKind.AwaitingOperator, record.State, "", $"it is not unset: {lacks}; or unset it by name: {Unset(record.Host)}"),
            _ when record.State == HostState.AwaitingHeartbeat => Awaiting(record, now),
            _ => new Finding(record.Host, FindingKind.InSync, record.State, "", ""),
        };
    }

    /// <summary>What the last audit found, which knew the routes, where nothing has become of the host since.</summary>
    private static Finding AsLastFound(LedgerTransaction transaction, HostRecord record) =>
        transaction.Audit() is { Failure: null, At: var at } && at >= record.LastResolvedAt
            && transaction.Findings().LastOrDefault(finding => finding.Host == record.Host && finding.State == record.State) is { } last
            ? last
            : new Finding(record.Host, FindingKind.InSync, record.State, "", "");

    private Finding Awaiting(HostRecord record, DateTimeOffset now)
    {
        var reports = record.Heartbeat?.Count ?? 0;
        var lacks = HostDecider.PowerLacks(record);
        if (record.ReleaseSince is { } since && now - since >= options.Release.OverdueAfter && (reports < options.Release.Heartbeats || lacks is not null))
        {
            return new Finding(
                record.Host,
                FindingKind.Overdue,
                record.State,
                "",
                $"{(lacks is null ? "" : $"{lacks}; ")}nova-compute was seen to report {reports} of {options.Release.Heartbeats} times; see why; if it is only started once its host is unset, unset it by name: {Unset(record.Host)}");
        }

        return new Finding(record.Host, FindingKind.AwaitingHeartbeat, record.State, "", "");
    }

    /// <summary>Whether no alert that holds it down says anything of now any more.</summary>
    private bool IsStale(HostRecord record, DateTimeOffset now) => record.Alerts.Where(alert => alert.WantsDown).All(alert => alert switch
    {
        { ToldOnce: true } => now - alert.At > options.Audit.SilentAfter * 5,
        { Unanswered: true } => now - alert.LastSeen > options.Holds.RetryFor,
        _ => now - alert.LastSeen >= options.Audit.SilentAfter,
    });

    private bool AwaitsResolved(HostRecord record, DateTimeOffset now)
    {
        var repeated = record.Alerts.Where(alert => !alert.ToldOnce && alert.StartsAt is not null).ToList();
        return repeated.Count > 0
            && repeated.TrueForAll(alert => alert.Status == AlertStatus.Resolved && now - alert.ResolvedAt > options.Audit.SilentAfter)
            && record.Alerts.Any(alert => alert is { ToldOnce: true, WantsDown: true });
    }
}

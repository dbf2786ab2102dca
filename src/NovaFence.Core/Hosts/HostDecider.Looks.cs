using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <content>What a look says of a host, and what follows for its record.</content>
internal sealed partial class HostDecider
{
    /// <summary>Holds what the look says against the record, where the look is newer than whatever NovaFence did.</summary>
    private HostRecord Conclude(LedgerTransaction transaction, HostRecord record, HostJob job, DateTimeOffset now)
    {
        var sighting = job.Look?.Sight(record.Host, options.Cloud.ReportInterval);
        // At what is gone nothing arrives any more.
        if (sighting is { Kind: SightingKind.Missing } && record.State == HostState.Clear && record.DoubtsUntil <= sighting.BeganAt)
            return Step(record, new HostInput.Agreed(sighting.BeganAt), now);
        if (sighting is not { IsTold: true } || !IsNewer(sighting, record, job))
            return record;
        var agreed = Step(record, new HostInput.Agreed(sighting.BeganAt), now);
        if (sighting.Kind == SightingKind.ForcedDown)
            return ConcludeDown(transaction, record, agreed, sighting, now);
        switch (record.State)
        {
            case HostState.Down when record.UpMayArriveUntil is not null:
            // An operator's unset that is under way still, and an alert that came after it.
            case HostState.AwaitingHeartbeat or HostState.AwaitingRestart when record is { UpMayArriveUntil: not null, IsWantedDown: true }:
                return Step(record, new HostInput.RaisedByLateUnset(sighting.BeganAt), now);
            case HostState.Down or HostState.AwaitingHeartbeat or HostState.AwaitingRestart when record.IsWantedDown:
                return WithItsPlace(transaction, Step(record, new HostInput.RaisedByAnother(Raised(now)), now));
            case HostState.Down or HostState.AwaitingHeartbeat or HostState.AwaitingRestart or HostState.Releasing:
                return WithItsPlace(transaction, Step(agreed, new HostInput.SeenUp(sighting.BeganAt), now));
            case HostState.ForcingDown when !record.IsWantedDown && !(record.DownMayArriveUntil > sighting.BeganAt) && !record.MayGoOff(now) && (record.DownSince is null || ReleaseOf(record) != ReleasePolicy.Manually):
                return NeverTold(transaction, agreed);
            case HostState.Clear when record.Alerts.Any(IsLetGo):
                // Whoever had it forced down has let go of it while the alert fires.
                return agreed with { Alerts = [.. agreed.Alerts.Select(alert => IsLetGo(alert) ? alert with { Held = Raised(now) } : alert)] };
            default:
                return agreed;
        }

        // By a look that is newer than the one by which it is held.
        bool IsLetGo(AlertEntry alert) => alert is { IsHeld: true, Held: { Reason: Reason.Foreign, SeenAt: var seenAt } } && sighting.BeganAt >= seenAt;
    }

    private HostRecord ConcludeDown(LedgerTransaction transaction, HostRecord record, HostRecord agreed, Sighting sighting, DateTimeOffset now)
    {
        switch (record.State)
        {
            case HostState.ForcingDown or HostState.Clear when record.DownMayArriveUntil is not null:
                transaction.Write(transaction.Places().With(record.Host));
                // Whoever has it down, NovaFence's reason in the row is NovaFence's to take away.
                return Step(record with { Disabled = record.Disabled || IsDisabledByUs(sighting) }, new HostInput.SeenDown(IsOurs(record, sighting), sighting.BeganAt), now);
            case HostState.ForcingDown when record.DownSince is not null:
                return Step(record, new HostInput.SeenDown(record.Before == SeenBefore.Free && !IsAnotherService(record.ServiceId, sighting), sighting.BeganAt), now);
            case HostState.Down or HostState.AwaitingHeartbeat or HostState.AwaitingRestart when record.Before == SeenBefore.Free && IsAnotherService(record.ServiceId, sighting):
                // Another hand forced down the service that was registered since: only an operator unsets it.
                return agreed with { Before = SeenBefore.Unknown };
            case HostState.Down:
                return Watched(agreed, sighting, now);
            case HostState.Releasing when record.Word is null && record.Before == SeenBefore.Free && IsAnotherService(record.ServiceId, sighting):
                // So it is where the one before was to be unset, and Nova would not.
                return Step(agreed, new HostInput.SeenDown(IsOurs: false, sighting.BeganAt), now);
            case HostState.Releasing when agreed.UpMayArriveUntil is null && IsReleaseStopped(agreed):
                // The unset did not arrive, and by now something keeps it down, or an operator is to release it.
                return Step(agreed, new HostInput.SeenDown(record.Before == SeenBefore.Free && !IsAnotherService(record.ServiceId, sighting), sighting.BeganAt), now);
            case HostState.ForcingDown when !record.IsWantedDown && !record.MayGoOff(now):
                // Nothing of NovaFence's has reached Nova, and nobody wants it down any more: it is another hand's.
                return NeverTold(transaction, agreed);
            default:
                return agreed;
        }
    }

    /// <summary>Whether its unset was refused or not answered, and something keeps it down by now, or an operator is to release it: only a look tells whether it is down.</summary>
    private bool IsReleaseStopped(HostRecord record) =>
        record is { State: HostState.Releasing, Attempt: null, Word: null }
        && (record.Alerts.Any(alert => alert.KeepsDown) || (routes.Routes.Count > 0 && ReleaseOf(record) == ReleasePolicy.Manually));

    private static string NeverTold(HostRecord record) =>
        $"{Reason.Unfinished.Title()}: {(record.Word is { Down: false } ? "the operator's word was taken back" : "its alerts ended")} before Nova was told";

    /// <summary>Notes nova-compute's reports of a host that is down: one after the first look says that it lives all the same.</summary>
    private HostRecord Watched(HostRecord record, Sighting sighting, DateTimeOffset now)
    {
        var service = sighting.Service!;
        var mark = MarkOf(service);
        if (record.AfterDown is not { } first || first.Mark != mark)
            return record with { AfterDown = new SeenReport(service.UpdatedAt, mark, sighting.BeganAt, 0), ContradictedAt = null };
        if (record.ContradictedAt is null && service.UpdatedAt > first.ReportedAt && record.IsWantedByAlerts && routes.Routes.Count > 0 && !IgnoresContradiction(record))
            return record with { ContradictedAt = now };
        return record;
    }

    /// <summary>Waits for nova-compute's reports where the routes want them.</summary>
    private HostRecord AwaitingHealth(HostRecord record, HostJob job, DateTimeOffset now)
    {
        if (!WaitsForReports(record))
            return record;
        // One that has reported and waits for what Nova asks for, a restart say, goes on waiting for that.
        if (!IsHealthy(record))
            record = Step(record, new HostInput.HealthAwaited(), now);
        if (job.Look?.Sight(record.Host, options.Cloud.ReportInterval) is not { Kind: SightingKind.ForcedDown, Service: { } service } sighting || !IsNewer(sighting, record, job))
            return record;
        var mark = MarkOf(service);
        if (record.Heartbeat is not { } seen || seen.Mark != mark || !(seen.SeenAt >= record.LastResolvedAt))
            return record with { Heartbeat = new SeenReport(service.UpdatedAt, mark, sighting.BeganAt, 0) };
        if (sighting.BeganAt - seen.SeenAt < options.Cloud.ReportInterval * 2)
            return record;
        var advanced = service.UpdatedAt > seen.ReportedAt && sighting.ReportAge < (options.Cloud.ReportInterval * 2) + Fleet.ReportAllowance;
        return record with { Heartbeat = new SeenReport(service.UpdatedAt, mark, sighting.BeganAt, advanced ? Math.Min(seen.Count + 1, options.Release.Heartbeats) : 0) };
    }

    /// <summary>Whether nobody wants it down any more, and its routes want nova-compute to report before it is unset.</summary>
    private bool WaitsForReports(HostRecord record) =>
        !record.IsWantedDown && record.Word is null && record.Before == SeenBefore.Free && !record.Alerts.Any(alert => alert.KeepsDown)
        && record.State is HostState.Down or HostState.AwaitingHeartbeat or HostState.Releasing or HostState.AwaitingRestart && ReleaseOf(record) == ReleasePolicy.WhenHealthy;

    private bool IsReportDue(HostRecord record, DateTimeOffset now) => WaitsForReports(record) && !IsHealthy(record) && NextReportAt(record) <= now;

    /// <summary>When it is looked at next for nova-compute's reports: once when its last alert has ended, then every two report intervals.</summary>
    private DateTimeOffset NextReportAt(HostRecord record) => record.Heartbeat is { } seen && seen.SeenAt >= record.LastResolvedAt
        ? seen.SeenAt + (options.Cloud.ReportInterval * 2)
        : record.LastResolvedAt ?? DateTimeOffset.MinValue;

    private bool IsHealthy(HostRecord record) =>
        record.Heartbeat is { } seen && seen.Count >= options.Release.Heartbeats && seen.SeenAt >= record.LastResolvedAt && (record.ProvenOffAt is not { } proven || RunsSince(record, proven));

    private SeenAs SeenAs(HostRecord record, AlertEntry entry, Hold? held, Sighting? sighting, HostJob job)
    {
        if (sighting is null or { Kind: SightingKind.NotHad or SightingKind.CellDown } || (sighting.IsTold && !IsNewer(sighting, record, job)))
            return !job.IsBlind ? Decisions.SeenAs.NotLooked : AreSeveral(sighting, record.Host) ? Decisions.SeenAs.Several : Decisions.SeenAs.Unseen;
        // A PUT that another instance may have sent already is one reason why it is forced down: whose it is, that one's outcome says.
        var isOurs = record.DownSince is not null || record.DownMayArriveUntil is not null || record.Attempt is { Down: true, SwitchesOff: false };
        switch (sighting.Kind)
        {
            case SightingKind.Missing:
                return Decisions.SeenAs.Missing;
            case SightingKind.Several:
                return Decisions.SeenAs.Several;
            case SightingKind.ForcedDown:
                return isOurs ? Decisions.SeenAs.Ours : Decisions.SeenAs.Foreign;
        }

        if (sighting.HasJustReported(options.Cloud.ReportInterval))
            return held is { ReportedAgain: true } || sighting.Service!.UpdatedAt > held?.SeenReport ? Decisions.SeenAs.ReportedAgain : Decisions.SeenAs.JustReported;
        if (held is not null && sighting.Service is { State: ServiceState.Up } && (held.ReportedAgain || sighting.Service.UpdatedAt > held.SeenReport))
        {
            return Decisions.SeenAs.ReportedAgain;
        }

        // Whatever it is held for meanwhile: a report that came after the alert says that the host lived then.
        if (HasReportedSince(sighting, entry))
            return Decisions.SeenAs.ReportedAgain;
        return sighting.OthersReport ? Decisions.SeenAs.Free : Decisions.SeenAs.NobodyReports;
    }

    /// <summary>Whether the look shows several services of the name, or, where it does not tell, the newest listing that could be had did: then which of them is meant is not known.</summary>
    private bool AreSeveral(Sighting? sighting, string host) => sighting is null or { Kind: SightingKind.NotHad or SightingKind.CellDown }
        ? fleet.Current.HasSeveral(host)
        : sighting.Kind == SightingKind.Several;

    private static Verdict Several(VerdictKind kind) => new(kind, Reason.AmbiguousHost, "Nova lists several nova-compute services of this host");

    /// <summary>Whether it reported after the alert's last event was received, by more than two clocks may differ, and Nova does not say that it is down.</summary>
    private static bool HasReportedSince(Sighting sighting, AlertEntry entry) => HasReportedSince(sighting, entry.LastSeen);

    private static bool HasReportedSince(Sighting sighting, DateTimeOffset moment) => sighting.ReportAge is not null && sighting.HasReportedSince(moment + Fleet.MaxClockDifference);

    /// <summary>Why an operator's word is not sent once more; null where it is.</summary>
    private static string? Doubt(OperatorWord word, Sighting sighting)
    {
        if (IsAnotherService(word.ServiceId, sighting))
            return RegisteredAnew;
        // Where nobody could look when it was given, no report was seen before it.
        return sighting is { Kind: SightingKind.Free } && (word.SeenReport is { } seen ? sighting.Service!.UpdatedAt > seen : HasReportedSince(sighting, word.At))
            ? "nova-compute there has reported since; say it again (or with --force) if it is to be down all the same"
            : null;
    }

    /// <summary>
    /// Whether what is forced down now is NovaFence's: the look before its PUT saw it free, and the process that sent it is the one that looks, or the row
    /// carries the reason that this PUT was to write. Otherwise another hand may have been first: a reason may be left from an earlier time.
    /// </summary>
    private bool IsOurs(HostRecord record, Sighting sighting) =>
        record.Before == SeenBefore.Free
        && !IsAnotherService(record.ServiceId, sighting)
        && (record.DownSentBy == running.Instance || (record.Disabled && IsDisabledByUs(sighting)));

    private static bool IsDisabledByUs(Sighting sighting) => sighting.Service is { Disabled: true, DisabledReason: ComputeService.OurReason };

    /// <summary>
    /// Whether the look began after everything that NovaFence did to the host. The job's own did where the record from which it was asked for said the same of that: then no
    /// clock is asked. Otherwise another instance did something meanwhile, and the clocks of two differ.
    /// </summary>
    private bool IsNewer(Sighting sighting, HostRecord record, HostJob job)
    {
        var now = clock.GetUtcNow();
        var known = job.Looks > 0 && job.LookedAfter is { } before && before.ReadAt <= sighting.BeganAt ? before : null;
        // What this very look confirmed is as old as it is.
        return (record.ConfirmedAt == sighting.BeganAt || IsAfter(record.ConfirmedAt, known?.ConfirmedAt)) && IsAfter(record.PutSentAt, known?.PutSentAt);

        bool IsAfter(DateTimeOffset? done, DateTimeOffset? read) =>
            done is not { } at || at == read || (at <= now && sighting.BeganAt > at && (job.Looks == 0 || sighting.BeganAt - at >= options.Fencing.ClockTolerance));
    }

    /// <summary>
    /// Whether the look, which is not the job's own, shows a host up that NovaFence holds down, and began at about the time of its force-down: clocks of two
    /// instances differ, and it may be older.
    /// </summary>
    private bool MayBeOlder(HostRecord record, HostJob job) =>
        job.Looks == 0 && !job.IsBlind && record.State is HostState.Down or HostState.AwaitingHeartbeat or HostState.AwaitingRestart or HostState.Releasing
        && job.Look?.Sight(record.Host, options.Cloud.ReportInterval) is { Kind: SightingKind.Free } sighting
        && new[] { record.ConfirmedAt, record.PutSentAt }.Max() is { } done && sighting.BeganAt - done < options.Fencing.ClockTolerance;

    /// <summary>Whether the service that is listed is another one than was meant: it was registered anew, and what was done to the one before was not done to it.</summary>
    private static bool IsAnotherService(string? meant, Sighting sighting) => meant is not null && sighting.Service?.Host.ServiceId is { } listed && listed != meant;

    private static string MarkOf(ComputeService service) => $"{service.Host.ServiceId} {service.Disabled} {service.DisabledReason}";
}

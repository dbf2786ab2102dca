using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Fencing;
using NovaFence.Core.Options;

namespace NovaFence.Core.Auditing;

/// <summary>Watches a host whose alerts have all resolved come back to life, and unsets it then.</summary>
internal sealed class Recovery(NovaFenceOptions options, Book book, Fencer fencer, Intents intents, RunningAttempts running, IEvacuations evacuations, TimeProvider clock)
{
    /// <summary>
    /// What stood still for so long counts from the beginning: it may wait for evacuations for hours, and die again meanwhile. Nova's own
    /// <c>service_down_time</c> by default (https://github.com/openstack/nova/blob/26.2.2/nova/conf/service.py#L36).
    /// </summary>
    private static readonly TimeSpan StoodStill = TimeSpan.FromMinutes(1);

    /// <summary>Whether this host is for it to look at.</summary>
    internal bool Concerns(FenceRecord? record, ComputeService? service) =>
        record is not null && service is { ForcedDown: true } && intents.IsToBeReleasedWhenHealthy(record) && !running.IsLive(record, clock.GetUtcNow());

    /// <summary>Notes what the listing says of nova-compute, and unsets the host where that is enough.</summary>
    internal async Task<Finding> WatchAsync(ComputeService service, CancellationToken cancellationToken)
    {
        var host = service.Host.Name;
        var noted = await book.ChangeAsync(page => Note(page, service), cancellationToken);
        if (noted is not BookResult<FenceRecord?>.Done { Value: { } record })
            return new Finding(host, FindingKind.AwaitingHeartbeat, FenceState.AwaitingHeartbeat, "could not note what nova-compute does", "");
        if (Missing(record) is { } missing)
            return Waiting(record, missing);

        switch (await evacuations.InFlightFromAsync(service.Host, cancellationToken))
        {
            case EvacuationCount.Known { InFlight: > 0 and var count }:
                return Waiting(record, $"{count} evacuations from it are under way");
            case EvacuationCount.Unavailable unavailable:
                return Waiting(record, $"whether evacuations from it are under way is not known: {unavailable.Why}") with
                {
                    ToDo = "let this user list migrations (GET /os-migrations), or unset it by name: novafence force-down --unset",
                };
        }

        var outcome = await fencer.ReleaseAsync(host, Missing, cancellationToken);
        return outcome?.State switch
        {
            FenceState.Clear => new Finding(host, FindingKind.InSync, FenceState.Clear, "unset it: nova-compute reports again", ""),
            FenceState.AwaitingRestart => new Finding(
                host, FindingKind.AwaitingRestart, FenceState.AwaitingRestart, "tried to unset it", "restart nova-compute on it: its evacuated servers have to be cleaned up before Nova lets it up"),
            null => Waiting(record, "an instance acts on it, or NovaFence is paused"),
            _ => Waiting(record, outcome.Reason),
        };
    }

    private FenceRecord? Note(Page page, ComputeService service)
    {
        var now = clock.GetUtcNow();
        if (page.Record(service.Host.Name) is not { } record || !intents.IsToBeReleasedWhenHealthy(record) || running.IsLive(record, now))
            return null;
        if (record.State == FenceState.Down || record.ReleaseSince is null)
            record = record.Awaiting(now);
        if (record.State == FenceState.Releasing)
            record = record with { State = FenceState.AwaitingHeartbeat };
        // Whoever had the lease may have sent its PUT, and Nova may yet take it up.
        if (record.Attempt is { } lost)
            record = record.WithArrival(lost.Down, now + options.Fencing.Lease) with { Attempt = null };
        if (record.HeartbeatAt is null)
            record = record with { HeartbeatAt = service.UpdatedAt, HeartbeatSeenAt = now };
        else if (service.UpdatedAt > record.HeartbeatAt)
            record = record with { HeartbeatAt = service.UpdatedAt, HeartbeatSeenAt = now, Heartbeats = Math.Min(record.Heartbeats + 1, options.Release.Heartbeats) };
        else if (now - record.HeartbeatSeenAt >= StoodStill)
            record = record with { Heartbeats = 0 };
        page.MayBeLost();
        page.Write(record);
        return record;
    }

    /// <summary>What is still missing; null when the host may be unset.</summary>
    private string? Missing(FenceRecord record)
    {
        if (!intents.IsToBeReleasedWhenHealthy(record))
            return "what is wanted of it has changed";
        if (record.Heartbeats < options.Release.Heartbeats)
            return $"nova-compute was seen to report {record.Heartbeats} of {options.Release.Heartbeats} times";
        var settled = record.ReleaseSince + options.Release.SettleTime;
        return clock.GetUtcNow() < settled ? FormattableString.Invariant($"its alerts have to stay resolved until {settled:u}") : null;
    }

    private Finding Waiting(FenceRecord record, string why)
    {
        var overdue = record.ReleaseSince is { } since && clock.GetUtcNow() - since >= options.Release.OverdueAfter && record.Heartbeats < options.Release.Heartbeats;
        return overdue
            ? new Finding(
                record.Host,
                FindingKind.Overdue,
                record.State,
                $"waits: {why}",
                "see why nova-compute does not report; if it is only started once its host is unset, unset it by name: novafence force-down --unset")
            : new Finding(record.Host, FindingKind.AwaitingHeartbeat, record.State, $"waits: {why}", "");
    }
}

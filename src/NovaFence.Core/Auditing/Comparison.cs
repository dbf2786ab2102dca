using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Fencing;
using NovaFence.Core.Options;

namespace NovaFence.Core.Auditing;

/// <summary>Holds one host's record against one row of Nova's listing.</summary>
internal sealed class Comparison(NovaFenceOptions options, RunningAttempts running, Intents intents, TimeProvider clock)
{
    /// <summary>The finding; null for a host that NovaFence does not hold and that is not forced down.</summary>
    /// <param name="host">The host.</param>
    /// <param name="record">Its record; null when there is none.</param>
    /// <param name="service">Nova's row; null when it is not listed.</param>
    /// <param name="listedAt">When the listing began. What the record says of later is newer than the row.</param>
    internal Finding? Compare(string host, FenceRecord? record, ComputeService? service, DateTimeOffset listedAt)
    {
        var state = record?.State ?? FenceState.Clear;
        if (service is null)
        {
            return state == FenceState.Clear
                ? null
                : new Finding(host, FindingKind.Gone, state, "", "Nova no longer lists this service; if it was deleted for good, unset it by name: novafence force-down --unset");
        }

        if (service.ForcedDown is not { } forcedDown)
            return state == FenceState.Clear ? null : new Finding(host, FindingKind.Unknown, state, "", "its cell does not answer; nothing is concluded");
        if (record?.ConfirmedAt >= listedAt)
            return new Finding(host, FindingKind.InSync, state, "", "");
        if (record is not null && (running.IsLive(record, clock.GetUtcNow()) || intents.Wanted(record) is not null || intents.IsUnsettled(record) || InDoubt(record, forcedDown)))
            return new Finding(host, state == FenceState.AwaitingRestart ? FindingKind.AwaitingRestart : FindingKind.Incomplete, state, "", "");

        return (state, forcedDown) switch
        {
            (FenceState.Clear, false) => null,
            (FenceState.Clear, true) => Foreign(host),
            (FenceState.AwaitingHeartbeat, false) => new Finding(host, FindingKind.ClearedElsewhere, state, "", ""),
            (FenceState.Down, false) => new Finding(host, FindingKind.ClearedElsewhere, state, "", "NovaFence holds it down, but somebody unset it in Nova; see who, then force it down again or unset it by name"),
            _ => new Finding(host, FindingKind.InSync, state, "", ""),
        };
    }

    /// <summary>The finding of a host that is forced down while nothing in the record wants it down.</summary>
    internal static Finding Foreign(string host) =>
        new(host, FindingKind.Foreign, FenceState.Clear, "", "forced down, but not by NovaFence; whoever did it has to unset it, or: novafence force-down --unset");

    /// <summary>Writes down that somebody unset the host, so that a repeated alert is held and not taken for done.</summary>
    internal static bool MarkCleared(Page page, string host, DateTimeOffset listedAt)
    {
        if (page.Record(host) is not { State: FenceState.Down, ClearedElsewhereAt: null } record || record.ConfirmedAt >= listedAt)
            return false;
        page.Write(record with { ClearedElsewhereAt = listedAt, Reason = "cleared elsewhere: Nova says it is not forced down" });
        return true;
    }

    /// <summary>Somebody unset a host that was to be unset anyway: the record follows.</summary>
    internal static bool Follow(Page page, string host, DateTimeOffset listedAt)
    {
        if (page.Record(host) is not { State: FenceState.AwaitingHeartbeat, IsWantedDown: false } record || record.ConfirmedAt >= listedAt)
            return false;
        page.Write(record.Cleared() with { Reason = "cleared elsewhere, while it was waiting to be unset" });
        page.Write(page.Reservations.Without(host));
        return true;
    }

    /// <summary>
    /// Takes a host whose alerts ended before Nova confirmed anything for what Nova says it is, once no PUT of ours can arrive any more. No PUT is sent
    /// for it. Null when that is not the case, or not to be said yet.
    /// </summary>
    internal FenceState? Settle(Page page, ComputeService service, DateTimeOffset listedAt)
    {
        var now = clock.GetUtcNow();
        if (service.ForcedDown is not { } forcedDown || page.Record(service.Host.Name) is not { } record || running.IsLive(record, now) || !intents.IsUnsettled(record))
            return null;
        // Whoever had the lease may have sent its PUT at the very end of it.
        var mayArriveUntil = record.Attempt is { } lost ? lost.Until + options.Fencing.Lease : record.DownMayArriveUntil;
        if (mayArriveUntil >= listedAt || record.PutSentAt >= listedAt)
            return null;
        // It may also have been ours for long: the unset for an alert before this one never arrived.
        var ours = forcedDown && (mayArriveUntil is not null || record.DownSince is not null);
        var settled = record.WithArrival(down: true, null) with { Attempt = null };
        settled = ours
            ? settled with { State = FenceState.Down, ConfirmedAt = now, DownSince = record.DownSince ?? now, Reason = "unfinished: its alerts ended, and Nova has it forced down by us" }
            : settled.Cleared() with { Reason = "unfinished: its alerts ended before Nova was told" };
        page.Write(settled);
        if (!ours)
            page.Write(page.Reservations.Without(record.Host));
        return settled.State;
    }

    /// <summary>
    /// A PUT whose reply never came has, after all, overtaken the one that was confirmed: the record goes back to where it has to be driven from.
    /// The service may also have been registered anew since.
    /// </summary>
    internal bool Reopen(Page page, ComputeHost host, bool forcedDown)
    {
        if (page.Record(host.Name) is not { } record || running.IsLive(record, clock.GetUtcNow()))
            return false;
        if (InDoubt(record, forcedDown) && record.MayArriveUntil(forcedDown) <= clock.GetUtcNow())
        {
            // What Nova says is up is not down by us any more: should Nova refuse to force it down again, that is a hold, and nobody else's doing.
            record = record.WithArrival(forcedDown, null) with
            {
                State = forcedDown ? FenceState.Releasing : FenceState.ForcingDown,
                DownSince = forcedDown ? record.DownSince : null,
            };
        }

        page.Write(record with { ServiceId = host.ServiceId ?? record.ServiceId });
        return true;
    }

    /// <summary>Nova was seen to agree, after the moment of doubt, or again after somebody had unset the host.</summary>
    internal static bool Agrees(Page page, string host, DateTimeOffset listedAt)
    {
        if (page.Record(host) is not { } record)
            return false;
        foreach (var down in new[] { true, false })
        {
            if (record.MayArriveUntil(down) <= listedAt)
                record = record.WithArrival(down, null);
        }

        page.Write(record with { ClearedElsewhereAt = null });
        return true;
    }

    /// <summary>Whether Nova says the opposite, and a PUT that said so, and whose reply never came, may be the cause.</summary>
    private static bool InDoubt(FenceRecord record, bool forcedDown) =>
        record.MayArriveUntil(forcedDown) is not null
        && ((record.State == FenceState.Clear && forcedDown) || (record.State == FenceState.Down && !forcedDown));
}

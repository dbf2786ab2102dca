using Microsoft.Extensions.Logging;
using NovaFence.Core.Alerts;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Auditing;

/// <summary>Removes what is older than it has to be kept, and never what still matters.</summary>
internal sealed partial class Housekeeping(NovaFenceOptions options, Book book, ILedger ledger, RunningAttempts running, TimeProvider clock, ILogger<Housekeeping> logger)
{
    /// <summary>Most events of one request, and of one run: what a long pause has left is removed by the next ones.</summary>
    private const int Batch = 500;
    private const int MaxEvents = 20 * Batch;

    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    /// <summary>Once an hour, over all instances.</summary>
    internal async Task TidyAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (book.Remembered is not { } page || page.Audit?.TidiedAt > now - Between)
            return;
        var records = page.Records().Where(record => IsOver(record, now)).Select(record => record.Host).ToList();
        foreach (var host in records)
            await book.ChangeAsync(change => Forget(change, host), cancellationToken);
        var holds = page.UnresolvedIds().Where(id => IsOver(page.Unresolved(id), now)).ToList();
        foreach (var id in holds)
            await book.ChangeAsync(change => Expire(change, id), cancellationToken);
        if (await RemoveEventsAsync(now - options.Audit.KeepEvents, cancellationToken) is not { } events)
            return;

        await book.ChangeAsync(
            change =>
            {
                change.MayBeLost();
                if (change.Audit is { } summary)
                    change.Write(summary with { TidiedAt = now });
                return true;
            },
            cancellationToken);
        if (records.Count + holds.Count + events > 0)
            Log.Tidied(logger, records.Count, holds.Count, events);
    }

    /// <summary>Null when the ledger did not answer; the next audit tries again.</summary>
    private async Task<int?> RemoveEventsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        while (removed < MaxEvents)
        {
            if (await ledger.RemoveEventsAsync(before, Batch, cancellationToken) is not LedgerResult<int>.Ok { Value: var count })
                return null;
            removed += count;
            if (count < Batch)
                break;
        }

        return removed;
    }

    private bool Forget(Page page, string host)
    {
        if (page.Record(host) is not { } record || !IsOver(record, clock.GetUtcNow()))
            return false;
        page.RemoveRecord(host);
        return true;
    }

    /// <summary>A hold that names no host cannot be let through by anybody; that it was given up is written down.</summary>
    private bool Expire(Page page, string id)
    {
        var now = clock.GetUtcNow();
        if (page.Unresolved(id) is not { } waiting || !IsOver(waiting, now))
            return false;
        page.RemoveUnresolved(id);
        page.Append(waiting.Name ?? FenceEvent.NoHost, new FenceEvent
        {
            Kind = "expired",
            At = now,
            Instance = running.Instance,
            Verdict = VerdictKind.Ignored,
            Reason = $"not repeated since {waiting.Alert.LastSeen:u}: {waiting.Alert.Hold}",
        });
        return true;
    }

    /// <summary>
    /// Whether nothing of it can matter any more: it is clear, nothing fires or is under way, and everything that ended did so longer ago than an event
    /// may be late.
    /// </summary>
    private bool IsOver(FenceRecord record, DateTimeOffset now)
    {
        var before = now - options.Audit.KeepTombstones;
        return record is { State: FenceState.Clear, Owner: FenceOwner.None, Attempt: null, DownMayArriveUntil: null, UpMayArriveUntil: null, ClearedElsewhereAt: null }
            && record.Alerts.All(alert => alert.Status == AlertStatus.Resolved && alert.At < before && alert.LastSeen < before)
            && !(record.OverruledAt >= before)
            && !(record.ForgottenBefore >= before)
            && !(record.ConfirmedAt >= before)
            && !(record.IntentAt >= before);
    }

    private bool IsOver(UnresolvedAlert? waiting, DateTimeOffset now) => waiting is not null && waiting.Alert.LastSeen < now - options.Audit.KeepTombstones;

    private static partial class Log
    {
        [LoggerMessage(1211, LogLevel.Information, "Removed what was too old: {Records} records, {Holds} holds of no host, {Events} events")]
        internal static partial void Tidied(ILogger logger, int records, int holds, int events);
    }
}

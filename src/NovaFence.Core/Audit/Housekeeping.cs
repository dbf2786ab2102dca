using Microsoft.Extensions.Logging;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>Removes what is older than it has to be kept, and never what still matters.</summary>
internal sealed partial class Housekeeping(NovaFenceOptions options, LedgerCache cache, ILedger ledger, FleetCache fleet, RunningAttempts running, OutboxTidy outbox, TimeProvider clock, ILogger<Housekeeping> logger)
{
    /// <summary>Most events of one request, and of one run: what a long pause has left is removed by the next ones.</summary>
    private const int Batch = 500;
    private const int MaxEvents = 20 * Batch;

    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    /// <summary>
    /// Once an hour, over all instances. By the cloud's clock: where this machine's has leapt ahead, by a day or by years, everything would be too old, and
    /// what is removed does not come back.
    /// </summary>
    internal async Task TidyAsync(CancellationToken cancellationToken)
    {
        var now = Now;
        if (cache.Remembered is not { } transaction || transaction.Audit()?.TidiedAt > now - Between)
            return;
        var records = transaction.Records().Where(record => IsOver(record, now)).Select(record => record.Host).ToList();
        foreach (var host in records)
            await cache.ChangeAsync(change => Forget(change, host), cancellationToken);
        var holds = transaction.UnresolvedIds().Where(id => IsOver(transaction.Unresolved(id), now)).ToList();
        foreach (var id in holds)
            await cache.ChangeAsync(change => Expire(change, id), cancellationToken);
        if (transaction.Probe()?.At < now - Between)
            await cache.ChangeAsync(ForgetProbe, cancellationToken);
        if (await RemoveEventsAsync(now - options.Audit.KeepEvents, cancellationToken) is not { } events)
            return;
        // Of what is left a receiver would be told once more.
        await outbox.TidyAsync(now, events < MaxEvents ? now - options.Audit.KeepEvents : null, cancellationToken);

        await cache.ChangeAsync(
            change =>
            {
                change.MayBeLost();
                if (change.Audit() is { } summary)
                    change.Write(summary with { TidiedAt = now });
                return true;
            },
            cancellationToken);
        if (records.Count + holds.Count + events > 0)
            Log.Tidied(logger, records.Count, holds.Count, events);
    }

    /// <summary>Ours, and not later than an hour after Nova's newest report: of all hosts none reports only where none has lived for so long.</summary>
    private DateTimeOffset Now => fleet.Current.NewestReport is { } newest && newest + Between < clock.GetUtcNow() ? newest + Between : clock.GetUtcNow();

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

    private bool ForgetProbe(LedgerTransaction transaction)
    {
        if (!(transaction.Probe()?.At < Now - Between))
            return false;
        transaction.MayBeLost();
        transaction.RemoveProbe();
        return true;
    }

    private bool Forget(LedgerTransaction transaction, string host)
    {
        if (transaction.Record(host) is not { } record || !IsOver(record, Now))
            return false;
        transaction.ForgetAll(record);
        transaction.RemoveRecord(host);
        return true;
    }

    /// <summary>A hold that names no host cannot be let through by anybody; that it was given up is written down.</summary>
    private bool Expire(LedgerTransaction transaction, string id)
    {
        var now = Now;
        if (transaction.Unresolved(id) is not { } waiting || !IsOver(waiting, now))
            return false;
        transaction.ForgetAside(id, waiting);
        if (!waiting.Alert.IsOpen)
            return true;
        transaction.Append(waiting.Name ?? DecisionEvent.NoHost, new DecisionEvent
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
    private bool IsOver(HostRecord record, DateTimeOffset now)
    {
        var before = now - options.Audit.KeepTombstones;
        return record is { State: HostState.Clear, Owner: HostOwner.None, Attempt: null, DownMayArriveUntil: null, UpMayArriveUntil: null, Word: null }
            && record.Alerts.All(alert => alert.Status == AlertStatus.Resolved && alert.At < before && alert.LastSeen < before)
            && !(record.OverruledAt >= before)
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

using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>
/// Puts moments right that a clock wrote which was ahead, and was put back since. As they are a lease would last, a host settle, an hour of force-downs count, a
/// watchdog be taken for alive and nobody be told for as long as the clock was ahead: an hour, or until the year 2100.
/// </summary>
internal sealed partial class MomentsAhead(LedgerCache ledger, NovaFenceOptions options, TimeProvider clock, ILogger<MomentsAhead> logger)
{
    /// <summary>An instance may have been told of what was written shortly before: nobody is not told for this.</summary>
    private static readonly TimeSpan ToldSince = CursorRow.Window;

    private Looked _looked = new(DateTimeOffset.MinValue, []);

    /// <summary>
    /// Does so by whichever clock is ahead, ours or the cloud's: by one alone that was put back wrongly, or stood still with its machine, everything would be ahead. Before a look says how late it is,
    /// nothing is.
    /// </summary>
    internal async Task PutRightAsync(Fleet look, CancellationToken cancellationToken)
    {
        if (ledger.Remembered is not { } rows || look is { ClockAhead: null, NewestReport: null })
            return;
        var moments = new Moments(look.LaterNow(clock.GetUtcNow()), options);
        var changed = 0;
        foreach (var host in HostsAhead(rows, moments.Now))
            changed += await ChangeAsync(transaction => transaction.Record(host) is { } record ? () => transaction.Write(record.In(moments)) : null, cancellationToken);
        foreach (var id in rows.UnresolvedIds().Where(id => rows.Unresolved(id) is { } waiting && HasOne(of => waiting.Alert.In(of), moments.Now)).ToList())
            changed += await ChangeAsync(transaction => transaction.Unresolved(id) is { } waiting ? () => transaction.Write(id, waiting with { Alert = waiting.Alert.In(moments) }) : null, cancellationToken);
        if (Shared(rows, moments).Any())
            changed += await ChangeAsync(transaction => Shared(transaction, moments).ToList() is { Count: > 0 } writes ? () => writes.ForEach(write => write()) : null, cancellationToken);
        foreach (var cursor in rows.Cursors().Where(cursor => moments.IsAhead(cursor.At)).ToList())
            changed += await ChangeAsync(transaction => transaction.Cursor(cursor.Receiver, cursor.Host, moments.Now) is { } still && moments.IsAhead(still.At) ? () => transaction.Write(still with { At = moments.Now }) : null, cancellationToken);
        if (changed > 0)
            Log.PutRight(logger, changed);
    }

    /// <summary>The hosts whose records have one. A record in which there was none has none later either, for time passes, unless our clock was put back since.</summary>
    private List<string> HostsAhead(LedgerTransaction rows, DateTimeOffset now)
    {
        var before = _looked.At <= now ? _looked.Fit : [];
        var fit = new HashSet<HostRecord>(before.Count, ReferenceEqualityComparer.Instance);
        List<string> ahead = [];
        foreach (var record in rows.UnorderedRecords())
        {
            if (before.Contains(record) || !HasOne(of => record.In(of), now))
                fit.Add(record);
            else
                ahead.Add(record.Host);
        }
        _looked = new Looked(now, fit);
        ahead.Sort(StringComparer.Ordinal);
        return ahead;
    }

    private bool HasOne(Action<Moments> look, DateTimeOffset now)
    {
        var of = new Moments(now, options);
        look(of);
        return of.HasMetOne;
    }

    /// <summary>What is to be written of the rows that all hosts share.</summary>
    private static IEnumerable<Action> Shared(LedgerTransaction transaction, Moments moments)
    {
        var pauses = transaction.ReadablePauses();
        var places = transaction.Places().In(moments);
        var isPaused = pauses.All.Any(pause => moments.IsAhead(pause.Since) || moments.IsAhead(pause.EndedAt));
        if (isPaused)
            yield return () => transaction.Write(pauses.In(moments));
        if (isPaused || transaction.Places().Recent?.Any(one => moments.IsAhead(DateTimeOffset.FromUnixTimeSeconds(one.At))) == true)
            yield return () => transaction.Write(isPaused ? places with { Paused = pauses.In(moments).Marks } : places);
        var alerting = transaction.Alerting();
        if (moments.IsAhead(alerting.ResetAt) || alerting.Seen.Values.Any(at => moments.IsAhead(DateTimeOffset.FromUnixTimeSeconds(at))))
            yield return () => transaction.Write(alerting.In(moments));
        if (moments.IsAhead(transaction.Watchdog().HeardAt))
            yield return () => transaction.Write(new WatchdogState(moments.Now));
        if (transaction.Audit() is { } audit && moments.IsAhead(audit.TidiedAt))
            yield return () => transaction.Write(audit with { TidiedAt = null });
        foreach (var row in transaction.NotifiedReceivers().Where(row => moments.IsAhead(row.Since) || moments.IsAhead(row.SeenAt) || moments.IsAhead(row.LeaseUntil) || moments.IsAhead(row.NextAt) || moments.IsAhead(row.FailingSince)).ToList())
        {
            yield return () => transaction.Write(row with
            {
                Since = moments.IsAhead(row.Since) ? moments.Now - ToldSince : row.Since,
                SeenAt = moments.Past(row.SeenAt),
                LeaseUntil = moments.Until(row.LeaseUntil, Outbox.Lease),
                NextAt = moments.Past(row.NextAt),
                FailingSince = moments.Past(row.FailingSince),
            });
        }
    }

    private async Task<int> ChangeAsync(Func<LedgerTransaction, Action?> decide, CancellationToken cancellationToken) => await ledger.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            if (decide(transaction) is not { } write)
                return 0;
            write();
            return 1;
        },
        cancellationToken) is LedgerResult<int>.Ok { Value: var changed } ? changed : 0;

    /// <summary>When records were looked at, and those in which no moment was ahead, each as it was then.</summary>
    private sealed record Looked(DateTimeOffset At, HashSet<HostRecord> Fit);

    private static partial class Log
    {
        [LoggerMessage(1212, LogLevel.Warning, "In {Rows} rows of the ledger were moments further ahead than clocks may differ: a clock was ahead, and was put back since. They count as now")]
        internal static partial void PutRight(ILogger logger, int rows);
    }
}

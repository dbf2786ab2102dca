using System.Collections.Concurrent;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Power;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Hosts;

/// <content>Reads what routes' evidence asks for. A BMC may take ten seconds: nothing else waits for it.</content>
internal sealed partial class HostReconciler
{
    /// <summary>Hosts that are asked about at once: each may hold a connection for ten seconds, and files are for senders too.</summary>
    internal const int MostReads = 64;

    private readonly Gate _reading = new(MostReads);
    private readonly Lock _readsGate = new();
    private readonly Dictionary<string, Task> _reads = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>When the last answer of each host's BMC that is written down was asked for.</summary>
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, long Timestamp)> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By so much more, or less, than has passed the time of day may differ, before it counts as a leap.</summary>
    private static readonly TimeSpan MostDrift = TimeSpan.FromSeconds(0.5);

    /// <summary>Begins to read what the job asks for. Whether it was waited for, so that the job goes on.</summary>
    private async Task<bool> ReadAsync(HostJob job, CancellationToken cancellationToken)
    {
        var reading = job.ToRead is { Count: > 0 } parts ? Begin(job.Host, parts) : null;
        job.ToRead = [];
        // What a timer goes on with costs no delivery its time.
        if (!job.MayWaitForReads || timer.IsOn)
            return false;
        var left = job.Deadline.Left - options.Fencing.OutcomeReserve - fleet.Patience;
        if (reading is not null)
            return left > TimeSpan.Zero && await IsDoneAsync(reading, left, cancellationToken);
        if (ledger.Remembered?.ReadableRecord(job.Host) is not { } record || HostDecider.ReadsNextAt(record, job.IsTick, clock.GetUtcNow()) is not { } next || next - clock.GetUtcNow() is var wait && (wait <= TimeSpan.Zero || wait >= left))
            return false;
        // A delay ends in whole milliseconds, and must not end before it is due.
        await Task.Delay(wait + TimeSpan.FromMilliseconds(1), clock, cancellationToken);
        return true;
    }

    private async Task<bool> IsDoneAsync(Task reading, TimeSpan within, CancellationToken cancellationToken)
    {
        var done = AwaitAsync(reading);
        await done.WaitAsync(within, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return done.IsCompleted;

        static async Task AwaitAsync(Task task) => await task;
    }

    /// <summary>Completes when all that is being read now has been, and was decided on.</summary>
    internal Task WhenReadAsync()
    {
        lock (_readsGate)
            return Task.WhenAll(_reads.Values);
    }

    /// <summary>One reading of a host at a time: whoever wants one meanwhile waits for that.</summary>
    private Task Begin(string host, IReadOnlyList<Evidence> parts)
    {
        TaskCompletionSource done;
        lock (_readsGate)
        {
            if (_reads.TryGetValue(host, out var running))
                return running;
            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _reads.Add(host, done.Task);
        }

        _ = CarryOutAsync(host, parts, done);
        return done.Task;
    }

    /// <summary>Reads, and decides anew with what was read. Nobody needs to wait for it.</summary>
    private async Task CarryOutAsync(string host, IReadOnlyList<Evidence> parts, TaskCompletionSource done)
    {
        try
        {
            var (at, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
            var reading = await ReadOnceAsync(host, parts);
            if (reading.Power is not null && HasLeaptSince(_asked.TryGetValue(host, out var before) ? before : (at, timestamp)))
                reading = reading with { HasClockLeapt = true };
            var deadline = Deadline.In(options.Fencing.PutDeadline + options.Fencing.OutcomeReserve + options.Fencing.PutDeadline, clock);
            var outcome = await ReconcileAsync(new HostJob(host, clock.GetUtcNow(), deadline) { Reading = reading }, CancellationToken.None);
            // What was not written down leaves the answer before it the last one.
            if (reading.Power is not null && outcome is not HostOutcome.Done { Verdict.Reason: Reason.LedgerUnavailable or Reason.OutOfTime })
                _asked[host] = (at, timestamp);
        }
        catch (Exception defect)
        {
            // Nobody waits for it, so nobody else would say so.
            DefectLine.Write(logger, defect, (log, failed) => Log.NotRead(log, host, failed));
        }
        finally
        {
            lock (_readsGate)
                _reads.Remove(host);
            done.TrySetResult();
        }
    }

    /// <summary>Reads these parts of a host's evidence once, side by side, when it is its turn. Nothing is stored.</summary>
    internal async Task<HostReading> ReadOnceAsync(string host, IReadOnlyList<Evidence> parts)
    {
        await _reading.TakeAsync(CancellationToken.None);
        try
        {
            return await ReadInTurnAsync(host, parts);
        }
        finally
        {
            _reading.GiveBack();
        }
    }

    private async Task<HostReading> ReadInTurnAsync(string host, IReadOnlyList<Evidence> parts)
    {
        var known = ledger.Remembered is { } rows ? rows.ReadableRecord(host)?.Reads ?? HostReads.None : null;
        var asked = parts.OfType<Evidence.Samples>().DistinctBy(part => part.Mark, StringComparer.Ordinal).ToList();
        var power = parts.Any(part => part is Evidence.PowerOff) ? bmcs.ReadAsync(host, CancellationToken.None) : null;
        var read = asked.ConvertAll(part => samples.ReadAsync(part.Condition, host, CancellationToken.None));
        PowerRead? answer = power is null ? null : await power;
        return new HostReading(answer, [.. (await Task.WhenAll(read)).Select((one, index) => (asked[index].Mark, one))]) { KnownBefore = known };
    }

    /// <summary>
    /// Whether the time of day has gone further since then than time has passed, or less far. By the time of day alone a clock that leaps makes two answers far apart that
    /// are not.
    /// </summary>
    private bool HasLeaptSince((DateTimeOffset At, long Timestamp) then) => (clock.GetUtcNow() - then.At - clock.GetElapsedTime(then.Timestamp)).Duration() > MostDrift;
}

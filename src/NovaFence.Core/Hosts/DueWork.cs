using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Hosts;

/// <summary>
/// Does what waits for a time: a settle window, the age of a report, a lease, a hold, a back-off, a drill. A server does it by a timer of its own
/// (<see cref="DueWorkService"/>); Azure Functions, where nothing may run between two requests, at each delivery, probe and audit.
/// </summary>
public interface IDueWork
{
    /// <summary>Whether a timer of this process does it: then nobody else has to.</summary>
    bool HasTimer { get; }

    /// <summary>Does what is due. Returns when the next thing is, UTC; null where nothing waits for a time.</summary>
    Task<DateTimeOffset?> RunDueAsync(CancellationToken cancellationToken);

    /// <summary>Completes when all that is asked of BMCs and of Prometheus now has been answered and decided on: for whoever plays with the clock.</summary>
    Task WhenReadAsync();

    /// <summary>Does what is due, waits for what is next, and so on until it is cancelled: the timer itself.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>Whether this process has the timer.</summary>
/// <param name="IsOn">True on a server.</param>
internal sealed record DueWorkTimer(bool IsOn);

/// <inheritdoc />
internal sealed partial class DueWork(DueWorkTimer timer, HostReconciler reconciler, HostDecider decider, Drills drills, HostSchedule schedule, LedgerCache ledger, FleetCache fleet, NovaFenceOptions options, TimeProvider clock, ILogger<DueWork> logger) : IDueWork
{
    /// <summary>A host about which nothing could be done is not tried again before.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(10);

    /// <summary>What other instances wrote is seen this late at the most; the audit sees it too.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Two rounds are never closer together: a host that is noted while it is worked on must not make the timer turn.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.OrdinalIgnoreCase);
    private readonly Gate _one = new(1);
    private DateTimeOffset? _plannedAllAt;

    /// <inheritdoc />
    public bool HasTimer => timer.IsOn;

    /// <inheritdoc />
    public Task WhenReadAsync() => reconciler.WhenReadAsync();

    /// <inheritdoc />
    public async Task<DateTimeOffset?> RunDueAsync(CancellationToken cancellationToken)
    {
        await _one.TakeAsync(cancellationToken);
        try
        {
            if (ledger.Remembered is not { } rows || fleet.IsOfAnotherCloud)
                return null;
            await fleet.AskTheTimeAsync(cancellationToken);
            var drillsAt = await drills.RunDueAsync(cancellationToken);
            var noted = schedule.Take();
            var now = clock.GetUtcNow();
            // A row that another instance wrote may have come to memory with anything that was read since.
            var isKnown = now >= _plannedAllAt && now - _plannedAllAt < Longest;
            foreach (var host in isKnown ? noted : [.. rows.Records().Select(record => record.Host)])
                Plan(rows, host, DateTimeOffset.MinValue);
            if (!isKnown)
                _plannedAllAt = now;
            var due = _due.Where(one => one.Value <= now).Select(one => one.Key).ToList();
            await Task.WhenAll(due.Select(host => TickAsync(host, now, cancellationToken)));
            // What was noted meanwhile, of other hosts too.
            var since = schedule.Take();
            foreach (var host in due.Concat(noted).Concat(since).Distinct(StringComparer.OrdinalIgnoreCase))
                Plan(ledger.Remembered ?? rows, host, due.Contains(host, StringComparer.OrdinalIgnoreCase) ? clock.GetUtcNow() + BetweenTries : DateTimeOffset.MinValue);
            DateTimeOffset? hostsAt = _due.Count == 0 ? null : _due.Values.Min();
            return hostsAt < drillsAt || drillsAt is null ? hostsAt : drillsAt;
        }
        finally
        {
            _one.GiveBack();
        }
    }

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            DateTimeOffset? next = null;
            try
            {
                next = await RunDueAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception defect)
            {
                // A timer that died would leave every host where it is, and nobody would notice before the next audit.
                DefectLine.Write(logger, defect, Log.Failed);
            }

            try
            {
                await Task.Delay(Shortest, clock, cancellationToken);
                var wait = next - clock.GetUtcNow() ?? Longest;
                // Until a host is noted, or something is due, or it is time to look. That the time is over is no error: nothing is thrown for it.
                await schedule.WhenChangedAsync().WaitAsync(wait > Longest ? Longest : wait < Shortest ? Shortest : wait, clock, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (OutOfMemoryException defect)
            {
                DefectLine.Write(logger, defect, Log.Failed);
            }
        }
    }

    /// <summary>Says that every record may have changed: another instance writes too, and the audit has just read them all.</summary>
    internal void ForgetPlans() => _plannedAllAt = null;

    private void Plan(LedgerTransaction rows, string host, DateTimeOffset notBefore)
    {
        // What is due later was dealt with until then. What is due still could not be done, and is not tried again at once. Nothing is due of what cannot be read.
        if (rows.ReadableRecord(host) is { } record && decider.DueAt(rows, record) is { } due)
            _due[host] = due > clock.GetUtcNow() || due > notBefore ? due : notBefore;
        else
            _due.Remove(host);
    }

    private async Task TickAsync(string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var job = new HostJob(host, now, Deadline.In(options.Fencing.PutDeadline + options.Fencing.OutcomeReserve + options.Fencing.PutDeadline, clock));
        await reconciler.ReconcileAsync(job, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1310, LogLevel.Error, "What was due could not be done")]
        internal static partial void Failed(ILogger logger, Exception defect);
    }
}

/// <summary>The timer of a server.</summary>
internal sealed class DueWorkService(IDueWork work) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => work.RunAsync(stoppingToken);
}
